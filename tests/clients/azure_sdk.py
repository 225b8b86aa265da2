"""Everything that the workshop makes, by Azure's Python SDK: created, read, updated, paged, exported, deleted.

Run it with the gateway:  deno run -A tests/clients/run.ts python tests/clients/azure_sdk.py
Needs azure-mgmt-apimanagement, azure-mgmt-resource-deployments and azure-identity from PyPI. The first thing that is not as expected raises.
"""

import json
import os
import pathlib
import ssl
import urllib.request

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError
from azure.identity import ClientSecretCredential, ManagedIdentityCredential
from azure.mgmt.apimanagement import ApiManagementClient
from azure.mgmt.resource.deployments import DeploymentsMgmtClient

ARM = os.environ["ARM_URL"]
ON = (os.environ["RESOURCE_GROUP"], os.environ["SERVICE"])
SCOPES = ["https://management.azure.com/.default"]
XML = (
    '<policies><inbound><base /><set-backend-service backend-id="ptu" /></inbound><backend><base /></backend>'
    "<outbound><base /></outbound><on-error><base /></on-error></policies>"
)

credential = ClientSecretCredential(
    os.environ["TENANT_ID"], "workshop", "any", disable_instance_discovery=True
)
client = ApiManagementClient(
    credential, os.environ["SUBSCRIPTION_ID"], base_url=ARM, credential_scopes=SCOPES
)


def names(items):
    return [item.name for item in items]


def same(found, expected):
    assert found == expected, f"expected {expected!r}, found {found!r}"


def refused(call, code):
    try:
        call()
    except HttpResponseError as error:
        same(error.error.code, code)
    else:
        raise AssertionError(f"{code} expected")


def waited(poller):
    return poller.result(60)


# the service, and that tokens are asked for
service = client.api_management_service.get(*ON)
same(service.gateway_url, os.environ["GATEWAY_URL"])
same(names(client.api_management_service.list()), [ON[1]])
context = ssl.create_default_context(cafile=os.environ["SSL_CERT_FILE"])
try:
    urllib.request.urlopen(f"{ARM}/subscriptions?api-version=2022-12-01", context=context)
    raise AssertionError("a token is asked for")
except urllib.error.HTTPError as error:
    same(error.code, 401)
same(bool(ManagedIdentityCredential().get_token("https://management.azure.com/.default").token), True)

# named values
waited(
    client.named_value.begin_create_or_update(
        *ON, "key", {"properties": {"displayName": "key", "value": "s3cret", "secret": True}}
    )
)
same(client.named_value.get(*ON, "key").value, None)
waited(client.named_value.begin_update(*ON, "key", "*", {"properties": {"value": "other"}}))
same(client.named_value.list_value(*ON, "key").value, "other")

# backends and a pool
rule = {
    "name": "trip",
    "failureCondition": {
        "count": 1,
        "interval": "PT1M",
        "statusCodeRanges": [{"min": 429, "max": 429}],
    },
    "tripDuration": "PT1M",
    "acceptRetryAfter": True,
}
for name in ("ptu", "payg"):
    client.backend.create_or_update(
        *ON,
        name,
        {
            "properties": {
                "url": f"https://{name}.invalid/openai",
                "protocol": "http",
                "credentials": {"header": {"api-key": ["{{key}}"]}},
                "circuitBreaker": {"rules": [rule]},
            }
        },
    )
members = [{"id": f"/backends/{name}", "priority": i + 1} for i, name in enumerate(("ptu", "payg"))]
client.backend.create_or_update(
    *ON, "pool", {"properties": {"type": "Pool", "pool": {"services": members}}}
)
client.backend.update(*ON, "payg", "*", {"properties": {"description": "pays as it goes"}})
same(client.backend.get(*ON, "payg").description, "pays as it goes")
same(names(client.backend.list_by_service(*ON, top=1)), ["ptu", "payg", "pool"])

# an API with an operation and a policy
waited(
    client.api.begin_create_or_update(
        *ON, "lab", {"properties": {"displayName": "Lab", "path": "lab", "protocols": ["https"]}}
    )
)
client.api_operation.create_or_update(
    *ON,
    "lab",
    "chat",
    {"properties": {"displayName": "Chat", "method": "POST", "urlTemplate": "/chat"}},
)
client.api.update(*ON, "lab", "*", {"properties": {"displayName": "The lab"}})
same(client.api.get(*ON, "lab").display_name, "The lab")
client.api_policy.create_or_update(
    *ON, "lab", "policy", {"properties": {"format": "rawxml", "value": XML}}
)
same(client.api_policy.get(*ON, "lab", "policy", format="rawxml").value, XML)
wrong = {"properties": {"format": "rawxml", "value": XML.replace("ptu", "none")}}
refused(
    lambda: client.api_policy.create_or_update(*ON, "lab", "policy", wrong), "ValidationError"
)
exported = client.api_export.get(*ON, "lab", format="openapi+json-link", export="true")
with urllib.request.urlopen(exported.value.link, context=context) as reply:
    same(list(json.load(reply)["paths"]), ["/chat"])

# products and subscriptions
client.product.create_or_update(
    *ON, "starter", {"properties": {"displayName": "Starter", "state": "published"}}
)
client.product_api.create_or_update(*ON, "starter", "lab")
same(names(client.product_api.list_by_product(*ON, "starter")), ["lab"])
client.subscription.create_or_update(
    *ON,
    "caller",
    {"properties": {"displayName": "Caller", "scope": "/apis/lab", "state": "active"}},
)
same(len(client.subscription.list_secrets(*ON, "caller").primary_key), 32)

# fragments
fragment = '<fragment><set-header name="x"><value>1</value></set-header></fragment>'
waited(
    client.policy_fragment.begin_create_or_update(
        *ON, "marks", {"properties": {"format": "rawxml", "value": fragment}}
    )
)
same(client.policy_fragment.get(*ON, "marks").name, "marks")

# a template that Bicep made
deployments = DeploymentsMgmtClient(
    credential, os.environ["SUBSCRIPTION_ID"], base_url=ARM, credential_scopes=SCOPES
).deployments
template = pathlib.Path(__file__).parent / "../gateway/management/deployments/routing_lab.json"
body = {
    "properties": {
        "mode": "Incremental",
        "template": json.loads(template.read_text()),
        "parameters": {
            "apimName": {"value": ON[1]},
            "apiKey": {"value": "s3cret"},
            "backends": {"value": [{"name": "a", "url": "https://a.invalid"}]},
        },
    }
}
done = waited(deployments.begin_create_or_update(ON[0], "lab", body))
same(done.properties.outputs["caller"]["value"], "Caller")

# and away with all of it
client.subscription.delete(*ON, "caller", "*")
client.product.delete(*ON, "starter", "*", delete_subscriptions=True)
waited(client.api.begin_delete(*ON, "lab", "*"))
client.policy_fragment.delete(*ON, "marks", "*")
for name in ("pool", "ptu", "payg", "a"):
    client.backend.delete(*ON, name, "*")
for name in ("key", "key-a"):
    client.named_value.delete(*ON, name, "*")
same(names(client.api.list_by_service(*ON)), [])
same(names(client.named_value.list_by_service(*ON)), [])
try:
    client.api.get(*ON, "lab")
    raise AssertionError("the API is gone")
except ResourceNotFoundError:
    pass
print("azure-mgmt-apimanagement: all as expected")
