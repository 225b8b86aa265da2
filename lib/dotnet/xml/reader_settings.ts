/**
 * XmlReaderSettings.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import type { CsException } from "../../csharp/runtime/exception.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import type { CsObject } from "../../csharp/runtime/values.ts";
import { xmlException } from "./linq/names.ts";
import { descendantNodes } from "./linq/axes.ts";
import { parseSteps, type Readable } from "./linq/parse.ts";
import {
  XComment,
  type XDocument,
  XDocumentType,
  type XNode,
  XProcessingInstruction,
} from "./linq/tree.ts";

export const types = new Declarations();

const PRESERVE_WHITESPACE = 1;

const DtdProcessing = { Prohibit: 0, Ignore: 1, Parse: 2 } as const;

export class ReaderSettings implements CsObject {
  readonly csType = typeOf("System.Xml.XmlReaderSettings");
  ignoreWhitespace = false;
  ignoreComments = false;
  ignoreInstructions = false;
  dtd: number = DtdProcessing.Prohibit;
  checkCharacters = true;
  closeInput = false;
  conformance = 2;

  /** That text without what these leave out. */
  read(text: string): Readable {
    const readable = parseSteps(text, this.ignoreWhitespace ? 0 : PRESERVE_WHITESPACE);
    const document = readable.root as XDocument;
    const nodes = [...descendantNodes(document)];
    if (
      this.dtd === DtdProcessing.Prohibit && nodes.some((node) => node instanceof XDocumentType)
    ) {
      document.removeNodes();
      return { root: document, failure: dtdProhibited(), open: new Set() };
    }
    for (const node of nodes) if (this.#leavesOut(node)) node.remove();
    return readable;
  }

  #leavesOut(node: XNode): boolean {
    if (node instanceof XDocumentType) return this.dtd === DtdProcessing.Ignore;
    if (node instanceof XComment) return this.ignoreComments;
    return node instanceof XProcessingInstruction && this.ignoreInstructions;
  }
}

function dtdProhibited(): CsException {
  return xmlException(
    "For security reasons DTD is prohibited in this XML document. To enable DTD processing set the " +
      "DtdProcessing property on XmlReaderSettings to Parse and pass the settings into XmlReader.Create method.",
  );
}

/** A property kept in a field. */
function field(name: Exclude<keyof ReaderSettings, "csType" | "read">) {
  return {
    get: (self: ReaderSettings) => self[name],
    set: (self: ReaderSettings, value: unknown) => void Object.assign(self, { [name]: value }),
  };
}

types.declare({ type: "enum System.Xml.DtdProcessing", values: DtdProcessing });
types.declare({
  type: "enum System.Xml.ConformanceLevel",
  values: { Auto: 0, Fragment: 1, Document: 2 },
});
types.declare({
  type: "class System.Xml.XmlReaderSettings",
  members: {
    "new()": () => new ReaderSettings(),
    "bool IgnoreWhitespace { get; set; }": field("ignoreWhitespace"),
    "bool IgnoreComments { get; set; }": field("ignoreComments"),
    "bool IgnoreProcessingInstructions { get; set; }": field("ignoreInstructions"),
    "DtdProcessing DtdProcessing { get; set; }": field("dtd"),
    "bool CheckCharacters { get; set; }": field("checkCharacters"),
    "bool CloseInput { get; set; }": field("closeInput"),
    "ConformanceLevel ConformanceLevel { get; set; }": field("conformance"),
  },
});
