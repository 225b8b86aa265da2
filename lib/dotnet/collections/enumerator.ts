/**
 * IEnumerable and IEnumerator, generic and not.
 * @module
 */
import { Declarations } from "../../csharp/runtime/declare.ts";
import { CsEnumerator } from "../../csharp/runtime/enumerator.ts";
import { notSupported } from "../../csharp/runtime/errors.ts";
import { boxedElements } from "../../csharp/runtime/sequence.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { box } from "../../csharp/runtime/values.ts";

export const types = new Declarations();

types.declare({
  type: "interface System.Collections.IEnumerable",
  members: {
    "IEnumerator GetEnumerator()": (self) =>
      new CsEnumerator(typeOf("System.Object"), boxedElements(self)[Symbol.iterator](), true),
  },
});

types.declare({
  type: "interface System.Collections.Generic.IEnumerable<out T> : System.Collections.IEnumerable",
  members: {
    "IEnumerator<T> GetEnumerator()": (self, call) => CsEnumerator.over(self, call.types[0]),
  },
});

types.of<CsEnumerator>().declare({
  type: "interface System.Collections.IEnumerator",
  members: {
    "object Current { get; }": (self) => box(self.current, self.elementType),
    "bool MoveNext()": (self) => self.moveNext(),
    "void Reset()": () => {
      throw notSupported();
    },
  },
});

types.of<CsEnumerator>().declare({
  type:
    "interface System.Collections.Generic.IEnumerator<out T> : System.Collections.IEnumerator, System.IDisposable",
  members: { "T Current { get; }": (self) => self.current },
});
