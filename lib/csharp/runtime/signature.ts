/**
 * Reads the C# signatures of the declaration table (declare.ts) into plain data, names not yet resolved.
 * @module
 */

/** A type as written: `List<T>`, `int?`, `byte[]`, `(int, string)`. */
export type TypeText =
  | { readonly kind: "named"; readonly name: string; readonly typeArguments: readonly TypeText[] }
  | { readonly kind: "array"; readonly element: TypeText; readonly rank: number }
  | { readonly kind: "nullable"; readonly element: TypeText }
  | { readonly kind: "tuple"; readonly elements: readonly TypeText[] };

export type ParameterMode = "value" | "ref" | "out" | "in";

export interface ParameterText {
  readonly name: string;
  readonly type: TypeText;
  readonly mode: ParameterMode;
  readonly isThis: boolean;
  readonly isParams: boolean;
  /** The default as written, null where the argument is required. */
  readonly defaultText: string | null;
}

export type Variance = "in" | "out" | "";

export interface TypeParameterText {
  readonly name: string;
  readonly variance: Variance;
}

export interface HeaderText {
  readonly kind: "class" | "struct" | "interface" | "enum" | "delegate";
  readonly isStatic: boolean;
  readonly isAbstract: boolean;
  readonly isSealed: boolean;
  readonly name: string;
  readonly parameters: readonly TypeParameterText[];
  readonly bases: readonly TypeText[];
  /** Of a delegate. */
  readonly signature:
    | { readonly returns: TypeText; readonly parameters: readonly ParameterText[] }
    | null;
}

/** What follows a colon in `where T : class`. */
export type ConstraintText = TypeText | "struct" | "class" | "new()";

export interface MemberText {
  readonly kind:
    | "method"
    | "property"
    | "indexer"
    | "constructor"
    | "operator"
    | "conversion"
    | "constant";
  /** Method or property name; the operator's sign; "implicit" or "explicit". */
  readonly name: string;
  readonly isStatic: boolean;
  readonly type: TypeText;
  readonly typeParameters: readonly string[];
  readonly parameters: readonly ParameterText[];
  readonly constraints: ReadonlyMap<string, readonly ConstraintText[]>;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

const TOKEN =
  /\s*([A-Za-z_][\w`]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[-\d][\w.]*|=>|[-+*/%&|^!~<>=?,.:;()[\]{}])/y;
const OPERATOR = /\s*(==|!=|<=|>=|<<|>>|\+\+|--|[-+*/%&|^!~<>]|true|false)/y;
const MODIFIERS = new Set(
  ["static", "readonly", "virtual", "override", "abstract", "sealed", "public", "const", "partial"],
);

class Reader {
  #at = 0;
  #next: string | null = null;

  constructor(readonly text: string) {}

  peek(): string {
    if (this.#next === null) {
      TOKEN.lastIndex = this.#at;
      const match = TOKEN.exec(this.text);
      if (!match && this.text.slice(this.#at).trim() !== "") this.fail("an odd character");
      this.#next = match ? match[1] : "";
    }
    return this.#next;
  }

  take(): string {
    const token = this.peek();
    TOKEN.lastIndex = this.#at;
    TOKEN.exec(this.text);
    if (token !== "") this.#at = TOKEN.lastIndex;
    this.#next = null;
    return token;
  }

  takeOperator(): string {
    OPERATOR.lastIndex = this.#at;
    const match = OPERATOR.exec(this.text);
    if (!match) this.fail("no operator sign");
    this.#at = OPERATOR.lastIndex;
    this.#next = null;
    return match![1];
  }

  accept(token: string): boolean {
    if (this.peek() !== token) return false;
    this.take();
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) this.fail(`"${this.peek()}" where "${token}" was expected`);
  }

  fail(what: string): never {
    throw new SyntaxError(`Cannot read the declaration "${this.text}": ${what} at ${this.#at}`);
  }

  name(): string {
    const token = this.take();
    if (!/^[A-Za-z_]/.test(token)) this.fail(`"${token}" where a name was expected`);
    return token;
  }

  type(): TypeText {
    let type: TypeText;
    if (this.accept("(")) {
      const elements: TypeText[] = [];
      do {
        elements.push(this.type());
        if (/^\w/.test(this.peek())) this.take();
      } while (this.accept(","));
      this.expect(")");
      type = { kind: "tuple", elements };
    } else {
      let name = this.name();
      while (this.accept(".")) name += `.${this.name()}`;
      type = { kind: "named", name, typeArguments: this.typeArguments() };
    }
    for (;;) {
      if (this.accept("?")) type = { kind: "nullable", element: type };
      else if (this.accept("[")) {
        let rank = 1;
        while (this.accept(",")) rank++;
        this.expect("]");
        type = { kind: "array", element: type, rank };
      } else return type;
    }
  }

  typeArguments(): TypeText[] {
    const types: TypeText[] = [];
    if (!this.accept("<")) return types;
    do types.push(this.type()); while (this.accept(","));
    this.expect(">");
    return types;
  }

  typeParameters(): TypeParameterText[] {
    const parameters: TypeParameterText[] = [];
    if (!this.accept("<")) return parameters;
    do {
      const variance = this.accept("in") ? "in" : this.accept("out") ? "out" : "";
      parameters.push({ name: this.name(), variance });
    } while (this.accept(","));
    this.expect(">");
    return parameters;
  }

  parameters(close: string): ParameterText[] {
    const parameters: ParameterText[] = [];
    if (this.accept(close)) return parameters;
    do {
      let mode: ParameterMode = "value";
      let isThis = false;
      let isParams = false;
      for (;;) {
        if (this.accept("this")) isThis = true;
        else if (this.accept("params")) isParams = true;
        else if (this.accept("out")) mode = "out";
        else if (this.accept("ref")) mode = "ref";
        else if (this.accept("in")) mode = "in";
        else break;
      }
      const type = this.type();
      const name = this.name();
      let defaultText: string | null = null;
      if (this.accept("=")) {
        defaultText = this.take();
        while (this.peek() !== "," && this.peek() !== close) defaultText += this.take();
      }
      parameters.push({ name, type, mode, isThis, isParams, defaultText });
    } while (this.accept(","));
    this.expect(close);
    return parameters;
  }

  modifiers(): Set<string> {
    const found = new Set<string>();
    while (MODIFIERS.has(this.peek())) found.add(this.take());
    return found;
  }

  constraints(): Map<string, ConstraintText[]> {
    const found = new Map<string, ConstraintText[]>();
    while (this.accept("where")) {
      const name = this.name();
      this.expect(":");
      const list: ConstraintText[] = [];
      do {
        if (this.accept("struct")) list.push("struct");
        else if (this.accept("class")) list.push("class");
        else if (this.accept("new")) {
          this.expect("(");
          this.expect(")");
          list.push("new()");
        } else list.push(this.type());
      } while (this.accept(","));
      found.set(name, list);
    }
    return found;
  }
}

/** `class A.B<T> : C<T>, D`. @throws SyntaxError */
export function readHeader(text: string): HeaderText {
  const reader = new Reader(text);
  const modifiers = reader.modifiers();
  const kind = reader.take() as HeaderText["kind"];
  const delegateReturns = kind === "delegate" ? delegateReturnType(text) : null;
  if (delegateReturns !== null) reader.type();
  let name = reader.name();
  while (reader.accept(".")) name += `.${reader.name()}`;
  const parameters = reader.typeParameters();
  let signature: HeaderText["signature"] = null;
  if (delegateReturns !== null) {
    reader.expect("(");
    signature = { returns: delegateReturns, parameters: reader.parameters(")") };
  }
  const bases: TypeText[] = [];
  if (reader.accept(":")) {
    do bases.push(reader.type()); while (reader.accept(","));
  }
  reader.constraints();
  if (reader.peek() !== "") reader.fail(`"${reader.peek()}" after the end`);
  const isStatic = modifiers.has("static");
  return {
    kind,
    isStatic,
    isAbstract: modifiers.has("abstract"),
    isSealed: modifiers.has("sealed"),
    name,
    parameters,
    bases,
    signature,
  };
}

function delegateReturnType(text: string): TypeText | null {
  if (!text.includes("(")) return null;
  const reader = new Reader(text);
  reader.modifiers();
  reader.take();
  return reader.type();
}

/** The name that ends a type, in front of type parameters, parameters, accessors or nothing. */
const PLAIN_MEMBER = /^[A-Za-z][\w.<>,?[\] ]* ([A-Za-z_]\w*)(?:<[\w, ]+>)?(?:\(.*| ?\{.*)?$/;

/** What a member is looked up by: its name, "new", "this", "operator +", "operator implicit". @throws SyntaxError */
export function memberName(text: string): string {
  if (text.startsWith("new(")) return "new";
  const plain = text.includes("operator ") || text.includes(" this[")
    ? null
    : PLAIN_MEMBER.exec(text);
  if (plain !== null) return plain[1];
  const { kind, name } = readMember(text);
  return kind === "operator" || kind === "conversion" ? `operator ${name}` : name;
}

const VOID: TypeText = { kind: "named", name: "void", typeArguments: [] };

/** One member's signature. @throws SyntaxError */
export function readMember(text: string): MemberText {
  const reader = new Reader(text);
  const modifiers = reader.modifiers();
  const member = {
    name: "",
    isStatic: modifiers.has("static") || modifiers.has("const"),
    type: VOID,
    typeParameters: [] as readonly string[],
    parameters: [] as readonly ParameterText[],
    constraints: new Map<string, readonly ConstraintText[]>() as MemberText["constraints"],
    canRead: false,
    canWrite: false,
  };
  if (reader.accept("new")) {
    reader.expect("(");
    return { ...member, kind: "constructor", name: "new", parameters: reader.parameters(")") };
  }
  if (reader.peek() === "implicit" || reader.peek() === "explicit") {
    const name = reader.take();
    reader.expect("operator");
    const type = reader.type();
    reader.expect("(");
    return { ...member, kind: "conversion", name, type, parameters: reader.parameters(")") };
  }
  const type = reader.type();
  if (reader.accept("operator")) {
    const name = reader.takeOperator();
    reader.expect("(");
    return { ...member, kind: "operator", name, type, parameters: reader.parameters(")") };
  }
  if (modifiers.has("const")) {
    return { ...member, kind: "constant", name: reader.name(), type, canRead: true };
  }
  if (reader.accept("this")) {
    reader.expect("[");
    const parameters = reader.parameters("]");
    return { ...member, kind: "indexer", name: "this", type, parameters, ...accessors(reader) };
  }
  const name = reader.name();
  if (reader.peek() === "{" || reader.peek() === "") {
    return { ...member, kind: "property", name, type, ...accessors(reader) };
  }
  const typeParameters = reader.typeParameters().map((p) => p.name);
  reader.expect("(");
  const parameters = reader.parameters(")");
  const constraints = reader.constraints();
  if (reader.peek() !== "") reader.fail(`"${reader.peek()}" after the end`);
  return { ...member, kind: "method", name, type, typeParameters, parameters, constraints };
}

/** `{ get; set; }`; a field written without accessors can be read. */
function accessors(reader: Reader): { canRead: boolean; canWrite: boolean } {
  if (!reader.accept("{")) return { canRead: true, canWrite: false };
  let canRead = false;
  let canWrite = false;
  while (!reader.accept("}")) {
    const word = reader.take();
    if (word === "get") canRead = true;
    else if (word === "set") canWrite = true;
    else if (word !== ";") reader.fail(`"${word}" among the accessors`);
  }
  return { canRead, canWrite };
}
