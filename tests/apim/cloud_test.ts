import assert from "node:assert/strict";
import { type Cloud, cloudOf } from "../../lib/apim/mod.ts";

Deno.test("cloudOf gives a cloud's addresses, whatever the case of its name", () => {
  const cases: [Record<string, string>, Partial<Cloud>][] = [
    [{}, {
      managementUrl: "https://management.azure.com",
      audience: "https://management.azure.com",
      authorityHost: null,
    }],
    [{ AZURE_CLOUD: "azureusgovernment" }, {
      managementUrl: "https://management.usgovcloudapi.net",
      authorityHost: "https://login.microsoftonline.us",
      modelsAudience: "https://cognitiveservices.azure.us",
    }],
    [{ AZURE_CLOUD: "AzureChinaCloud" }, {
      managementUrl: "https://management.chinacloudapi.cn",
      authorityHost: "https://login.chinacloudapi.cn",
    }],
    [{
      AZURE_RESOURCE_MANAGER_ENDPOINT: "https://arm.local:8443/",
      AZURE_AUTHORITY_HOST: "https://x",
    }, {
      managementUrl: "https://arm.local:8443",
      audience: "https://arm.local:8443",
      authorityHost: "https://x",
    }],
    [{ AZURE_RESOURCE_MANAGER_ENDPOINT: "http://127.0.0.1:81" }, {
      managementUrl: "http://127.0.0.1:81",
    }],
    [{ AZURE_RESOURCE_MANAGER_ENDPOINT: "https://management.usgovcloudapi.net/" }, {
      name: "AzureUSGovernment",
      authorityHost: "https://login.microsoftonline.us",
      modelsAudience: "https://cognitiveservices.azure.us",
    }],
    [{ AZURE_AUTHORITY_HOST: "https://login.chinacloudapi.cn/" }, {
      managementUrl: "https://management.chinacloudapi.cn",
      modelsAudience: "https://cognitiveservices.azure.cn",
    }],
  ];
  for (const [variables, expected] of cases) {
    assert.deepEqual({ ...cloudOf(variables), ...expected }, cloudOf(variables));
  }
});

Deno.test("cloudOf refuses what a token must not be sent to, and unknown names", () => {
  for (
    const [variables, message] of [
      [{ AZURE_CLOUD: "Mars" }, /AZURE_CLOUD is "Mars"; expected AzureCloud, AzureUSGovernment/],
      [{ AZURE_RESOURCE_MANAGER_ENDPOINT: "http://arm.example" }, /expected an https URL/],
      [{ AZURE_RESOURCE_MANAGER_ENDPOINT: "management.azure.com" }, /expected an https URL/],
      [{ AZURE_AUTHORITY_HOST: "login.microsoftonline.us" }, /AZURE_AUTHORITY_HOST.*https URL/],
    ] as const
  ) {
    assert.throws(() => cloudOf(variables), message);
  }
});
