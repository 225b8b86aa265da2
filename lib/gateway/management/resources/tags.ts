/**
 * Tags, and where they are put.
 * @module
 */
import type { ResourceKind } from "../model.ts";
import { required, text } from "../rules.ts";

export const tags: ResourceKind = {
  path: "tags",
  title: "Tag",
  fields: { displayName: required(text({ min: 1, max: 160 })) },
};

function tagged(parent: string): ResourceKind {
  const path = `${parent}/tags`;
  return { path, title: "Tag", fields: {}, without: ["PATCH"], link: "tags", headStatus: 200 };
}

export const tagLinks: readonly ResourceKind[] = [
  tagged("apis"),
  tagged("apis/operations"),
  tagged("products"),
];
