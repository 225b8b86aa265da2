/**
 * System.Xml: what its files declare.
 * @module
 */
import type { Declarations } from "../../csharp/runtime/declare.ts";
import { types as linqCast } from "./linq/cast.ts";
import { types as linqElementMembers } from "./linq/element_members.ts";
import { types as linqExtensions } from "./linq/extensions.ts";
import { types as linqNames } from "./linq/names.ts";
import { types as linqNodeMembers } from "./linq/node_members.ts";
import { types as readerMembers } from "./reader_members.ts";
import { types as readerSettings } from "./reader_settings.ts";
import { types as xmlDocument } from "./xml_document.ts";
import { types as xmlDocumentEdit } from "./xml_document_edit.ts";
import { types as xpathMembers } from "./xpath/members.ts";

export const xml: readonly Declarations[] = [
  linqCast,
  linqElementMembers,
  linqExtensions,
  linqNames,
  linqNodeMembers,
  readerMembers,
  readerSettings,
  xmlDocument,
  xmlDocumentEdit,
  xpathMembers,
];
