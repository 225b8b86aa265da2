/**
 * What a program may use of what its libraries declare, and who is told what it uses.
 * @module
 */

/** The host's access list. */
export interface Access {
  /** Whether the program may name the type, by its full name without arity. */
  allowsType(name: string): boolean;
  /** Whether the program may use the member of that type; "new" is a constructor. */
  allowsMember(type: string, member: string): boolean;
  /** What the diagnostic says of a type ("System.IO.File") that may not be used, or that the library leaves out. */
  refuseType(name: string): string;
  /** The same of a member: "System.DateTime.ToBinary". */
  refuseMember(name: string): string;
}

/** Everything that the libraries declare. */
export const EVERYTHING: Access = {
  allowsType: () => true,
  allowsMember: () => true,
  refuseType: (name) => `The type '${name}' is not available here`,
  refuseMember: (name) => `'${name}' is not available here`,
};

/** Is told what a program names while it is bound. A lambda is bound once for each overload that it may go to. */
export interface Observer {
  /** A type named at that offset. */
  type?(name: string, offset: number): void;
  /** A property read on a value, by the type that declares it. */
  property?(type: string, name: string): void;
}
