/**
 * Deployments as files: one model, written as an ARM template, as Bicep and as Terraform.
 * @module
 */
export { armTemplate, writeArm } from "./arm.ts";
export { writeBicep } from "./bicep.ts";
export { strategyTemplate, type StrategyTemplateOptions } from "./strategy.ts";
export type { Files, Template } from "./template.ts";
export { writeTerraform } from "./terraform.ts";
