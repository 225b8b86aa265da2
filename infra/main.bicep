// What the routing workshop stands on: API Management and Azure OpenAI in several regions.
// deno task azure up deploys it; so does: az deployment group create --resource-group RG --template-file FILE
// Made by deno task docs from lib/templates/foundation.ts. Its authors have not run it on Azure.

@description('Region of API Management and of the diagnostics')
param location string = resourceGroup().location

@description('Name of the API Management service; nobody else\'s may have it')
param serviceName string = 'apim-routing-${uniqueString(resourceGroup().id)}'

@description('Tier of API Management: v2 tiers take some minutes, the others 30 to 60. Consumption has no circuit breakers')
@allowed([
  'BasicV2'
  'StandardV2'
  'Developer'
  'Basic'
  'Standard'
  'Premium'
])
param tier string = 'BasicV2'

@description('Where API Management sends its notifications')
param publisherEmail string

@description('Shown in the developer portal')
param publisherName string = 'Routing workshop'

@description('One entry an account: location, sku (GlobalStandard, DataZoneStandard, Standard, ProvisionedManaged, DataZoneProvisionedManaged, GlobalProvisionedManaged), capacity in thousands of tokens a minute, or in PTUs')
param regions array = [
  {
    location: 'eastus2'
    sku: 'GlobalStandard'
    capacity: 10
  }
  {
    location: 'swedencentral'
    sku: 'GlobalStandard'
    capacity: 10
  }
  {
    location: 'westus3'
    sku: 'GlobalStandard'
    capacity: 10
  }
]

@description('Name of every model deployment')
param deploymentName string = 'chat'

@description('Model of every deployment')
param modelName string = 'gpt-4.1-mini'

@description('Version of the model')
param modelVersion string = '2025-04-14'

@description('Object id of who runs the notebooks: az ad signed-in-user show --query id')
param principalId string = ''

@description('What principalId is')
@allowed([
  'User'
  'Group'
  'ServicePrincipal'
])
param principalType string = 'User'

@description('Whether the accounts take tokens only, and no API keys')
param tokensOnly bool = true

@description('Whether API Management reports to Application Insights')
param diagnostics bool = false

var yourRegions = empty(principalId) ? [] : regions

// Signs in to the models with its own identity: no key is stored anywhere.
resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: serviceName
  location: location
  tags: {
    createdBy: 'routing-workshop'
  }
  sku: {
    name: tier
    capacity: 1
  }
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    publisherEmail: publisherEmail
    publisherName: publisherName
  }
}

// One account a region; tokens are only taken at a subdomain of the account's own.
resource account 'Microsoft.CognitiveServices/accounts@2024-10-01' = [for (region, i) in regions: {
  name: 'aoai-${i}-${region.location}-${uniqueString(resourceGroup().id)}'
  location: region.location
  tags: {
    createdBy: 'routing-workshop'
  }
  kind: 'OpenAI'
  sku: {
    name: 'S0'
  }
  properties: {
    customSubDomainName: 'aoai-${i}-${region.location}-${uniqueString(resourceGroup().id)}'
    publicNetworkAccess: 'Enabled'
    disableLocalAuth: tokensOnly
  }
}]

// One name everywhere puts all regions into one backend pool. Capacity: thousands of tokens a minute, or PTUs.
resource deployment 'Microsoft.CognitiveServices/accounts/deployments@2024-10-01' = [for (region, i) in regions: {
  parent: account[i]
  name: deploymentName
  sku: {
    name: region.sku
    capacity: region.capacity
  }
  properties: {
    model: {
      format: 'OpenAI'
      name: modelName
      version: modelVersion
    }
  }
}]

// Takes effect after 5 to 10 minutes; until then the models answer 401.
resource gatewayMayCall 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (region, i) in regions: {
  scope: account[i]
  name: guid(account[i].id, service.id, '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')
    principalId: service.identity.principalId
    principalType: 'ServicePrincipal'
  }
  dependsOn: [
    deployment
  ]
}]

// For whoever runs the notebooks: they also call the models directly.
resource youMayCall 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (region, i) in yourRegions: {
  scope: account[i]
  name: guid(account[i].id, principalId, '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd')
    principalId: principalId
    principalType: principalType
  }
  dependsOn: [
    deployment
  ]
}]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = if (diagnostics) {
  name: 'log-routing-${uniqueString(resourceGroup().id)}'
  location: location
  tags: {
    createdBy: 'routing-workshop'
  }
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 30
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = if (diagnostics) {
  name: 'appi-routing-${uniqueString(resourceGroup().id)}'
  location: location
  tags: {
    createdBy: 'routing-workshop'
  }
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

resource gatewayMayReport 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (diagnostics) {
  scope: insights
  name: guid(insights.id, service.id, '3913510d-42f4-4e42-8a64-420c390055eb')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '3913510d-42f4-4e42-8a64-420c390055eb')
    principalId: service.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = if (diagnostics) {
  parent: service
  name: 'application-insights'
  properties: {
    loggerType: 'applicationInsights'
    resourceId: insights.id
    credentials: {
      connectionString: insights.properties.ConnectionString
      identityClientId: 'SystemAssigned'
    }
  }
  dependsOn: [
    gatewayMayReport
  ]
}

// Metrics on: llm-emit-token-metric and emit-metric need it. Bodies are not logged.
resource diagnostic 'Microsoft.ApiManagement/service/diagnostics@2024-05-01' = if (diagnostics) {
  parent: service
  name: 'applicationinsights'
  properties: {
    loggerId: logger.id
    alwaysLog: 'allErrors'
    sampling: {
      samplingType: 'fixed'
      percentage: 100
    }
    metrics: true
    verbosity: 'information'
  }
}

@description('Name of the API Management service')
output serviceName string = serviceName

@description('Where callers find the gateway')
output gatewayUrl string = service.properties.gatewayUrl

@description('What the workshop routes to')
output backends array = [for (region, i) in regions: {
  location: region.location
  sku: region.sku
  endpoint: account[i].properties.endpoint
  deployment: deploymentName
}]
