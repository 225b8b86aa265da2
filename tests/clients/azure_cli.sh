#!/usr/bin/env bash
# Everything that the workshop makes, by Azure CLI: created, read, updated, listed, exported, deleted.
# Run it with the gateway:  deno run -A tests/clients/run.ts bash tests/clients/azure_cli.sh
# Needs `az` on the PATH (PyPI: azure-cli). Ends with a count; the first thing that is not as expected ends it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
lab="$(dirname "$0")/../gateway/management/deployments/routing_lab.json"
svc=(-g "$RESOURCE_GROUP" --service-name "$SERVICE")
count=0

# is EXPECTED az-arguments...: the command's text output is EXPECTED
is() {
  local expected=$1 found
  shift
  found=$(az "$@" -o tsv 2>"$folder/err") || { cat "$folder/err"; echo "failed: az $*"; exit 1; }
  [ "$(tr '\n\t' '  ' <<<"$found" | sed 's/ *$//')" = "$expected" ] ||
    { echo "az $*"; echo "  expected: $expected"; echo "  found:    $found"; exit 1; }
  count=$((count + 1))
}

# does az-arguments...: the command works
does() {
  az "$@" -o none 2>"$folder/err" || { cat "$folder/err"; echo "failed: az $*"; exit 1; }
  count=$((count + 1))
}

does cloud set -n EmbeddedApim
does login --service-principal -u workshop -p any --tenant "$TENANT_ID"
does account set --subscription "$SUBSCRIPTION_ID"
is "$SUBSCRIPTION_ID" account show --query id
is Registered provider show -n Microsoft.ApiManagement --query registrationState
is "$RESOURCE_GROUP" group list --query '[].name'
is "$SERVICE" resource list --query '[].name'
is "$GATEWAY_URL" apim show -g "$RESOURCE_GROUP" -n "$SERVICE" --query gatewayUrl
is AlreadyExists apim check-name -n "$SERVICE" --query reason

does apim nv create "${svc[@]}" --named-value-id key --display-name key --value s3cret --secret true
is s3cret apim nv show-secret "${svc[@]}" --named-value-id key --query value
does apim nv update "${svc[@]}" --named-value-id key --value other
is other apim nv show-secret "${svc[@]}" --named-value-id key --query value

for id in ptu payg; do
  does apim backend create "${svc[@]}" --backend-id $id --url "https://$id.invalid/openai" --protocol http
done
does apim backend update "${svc[@]}" --backend-id payg --description "pays as it goes"
is "pays as it goes" apim backend show "${svc[@]}" --backend-id payg --query description
is "ptu payg" apim backend list "${svc[@]}" --query '[].name'

does apim api create "${svc[@]}" --api-id router --path routing --display-name Router \
  --protocols https --service-url https://placeholder.invalid --subscription-required false
does apim api operation create "${svc[@]}" --api-id router --operation-id chat \
  --display-name Chat --method POST --url-template /chat
does apim api update "${svc[@]}" --api-id router --description "routes"
is routes apim api show "${svc[@]}" --api-id router --query description
is chat apim api operation list "${svc[@]}" --api-id router --query '[].name'
does apim api versionset create "${svc[@]}" --version-set-id versions --display-name Versions \
  --versioning-scheme Header --version-header-name x-version
is versions apim api versionset list "${svc[@]}" --query '[].name'
does apim api revision create "${svc[@]}" --api-id router --api-revision 2
does apim api release create "${svc[@]}" --api-id router --release-id second --api-revision 2
is "2 1" apim api revision list "${svc[@]}" --api-id router --query 'sort_by([], &to_string(isCurrent))[::-1].apiRevision'

id="$ARM_URL/subscriptions/$SUBSCRIPTION_ID/resourceGroups/$RESOURCE_GROUP/providers/Microsoft.ApiManagement/service/$SERVICE"
cat > "$folder/policy.json" <<'JSON'
{"properties": {"format": "rawxml", "value": "<policies><inbound><base /><set-backend-service backend-id=\"ptu\" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"}}
JSON
does rest --method put --uri "$id/apis/router/policies/policy?api-version=2022-08-01" --body "@$folder/policy.json"
is rawxml rest --method get --uri "$id/apis/router/policies/policy?api-version=2022-08-01&format=rawxml" --query properties.format
is 1 rest --method get --uri "$id/backends?api-version=2024-05-01&%24top=1" --query 'length(value)'

does apim api export "${svc[@]}" --api-id router --export-format OpenApiJsonFile --file-path "$folder"
grep -q '"/chat"' "$folder"/*.json || { echo "the export lacks its operation"; exit 1; }
does apim api import "${svc[@]}" --api-id again --path again --specification-format OpenApiJson \
  --specification-path "$(ls "$folder"/*OpenApi*.json "$folder"/*openapi*.json 2>/dev/null | head -1)"
is chat apim api operation list "${svc[@]}" --api-id again --query '[].name'

does apim product create "${svc[@]}" --product-id starter --product-name Starter --state published
does apim product api add "${svc[@]}" --product-id starter --api-id router
is router apim product api list "${svc[@]}" --product-id starter --query '[].name'
does apim product update "${svc[@]}" --product-id starter --description first
is first apim product show "${svc[@]}" --product-id starter --query description

deploy=(-g "$RESOURCE_GROUP" -n lab --template-file "$lab" -p "apimName=$SERVICE" apiKey=s3cret
  'backends=[{"name":"a","url":"https://a.invalid"},{"name":"b","url":"https://b.invalid"}]')
is Succeeded deployment group validate "${deploy[@]}" --query properties.provisioningState
does deployment group what-if "${deploy[@]}" --no-pretty-print
is Caller deployment group create "${deploy[@]}" --query properties.outputs.caller.value
is 8 deployment operation group list -g "$RESOURCE_GROUP" -n lab --query 'length([])'
is Caller deployment group show -g "$RESOURCE_GROUP" -n lab --query properties.outputs.caller.value
does deployment group delete -g "$RESOURCE_GROUP" -n lab

does apim product delete "${svc[@]}" --product-id starter --delete-subscriptions true --yes
does apim api delete "${svc[@]}" --api-id again --yes
does apim api delete "${svc[@]}" --api-id router --delete-revisions true --yes
does apim api delete "${svc[@]}" --api-id lab --yes
does apim api versionset delete "${svc[@]}" --version-set-id versions
for backend in pool a b ptu payg; do does apim backend delete "${svc[@]}" --backend-id $backend --yes; done
for value in key key-a key-b; do does apim nv delete "${svc[@]}" --named-value-id $value --yes; done
is "" apim api list "${svc[@]}" --query '[].name'
is "" apim nv list "${svc[@]}" --query '[].name'
does group create -n temporary -l eastus
does group delete -n temporary --yes
is false group exists -n temporary
echo "azure-cli: $count commands, all as expected"
