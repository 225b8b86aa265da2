/**
 * Deployments as files: one model, written as an ARM template, as Bicep and as Terraform.
 * @module
 */
export { armTemplate, writeArm } from "./arm.ts";
export { writeBicep } from "./bicep.ts";
export { foundationTemplate } from "./foundation.ts";
export {
  DEFAULT_MODEL,
  DEFAULT_REGIONS,
  DEPLOYMENT_SKUS,
  type FoundationRegion,
  TAGS,
  type Tier,
  TIERS,
} from "./foundation_settings.ts";
export { strategyTemplate, type StrategyTemplateOptions } from "./strategy.ts";
export type { Files, Template } from "./template.ts";
export { writeTerraform } from "./terraform.ts";
