/**
 * The C# compiler's errors: the English message of each code, with places for what it names.
 * A code whose messages differ has one entry for each, told apart by what follows the underscore.
 * @see https://learn.microsoft.com/dotnet/csharp/language-reference/compiler-messages/
 * @module
 */
export const MESSAGES = {
  CS0019: "Operator '{0}' cannot be applied to operands of type '{1}' and '{2}'",
  CS0020: "Division by constant zero",
  CS0021: "Cannot apply indexing with [] to an expression of type '{0}'",
  CS0022: "Wrong number of indices inside []; expected {0}",
  CS0023: "Operator '{0}' cannot be applied to operand of type '{1}'",
  CS0026:
    "Keyword 'this' is not valid in a static property, static method, or static field initializer",
  CS0029: "Cannot implicitly convert type {0}",
  CS0030: "Cannot convert type '{0}' to '{1}'",
  CS0031: "Constant value '{0}' cannot be converted to a '{1}'",
  CS0034: "Operator '{0}' is ambiguous on operands of type '{1}' and '{2}'",
  CS0037: "Cannot convert null to '{0}' because it is a non-nullable value type",
  CS0039:
    "Cannot convert type '{0}' to '{1}' via a reference conversion, boxing conversion, unboxing conversion, wrapping conversion, or null type conversion",
  CS0077:
    "The as operator must be used with a reference type or nullable type ('{0}' is a non-nullable value type)",
  CS0080: "Constraints on local functions are not supported",
  CS0100: "The parameter name '{0}' is a duplicate",
  CS0103: "The name '{0}' does not exist in the current context",
  CS0117: "'{0}' does not contain a definition for '{1}'",
  CS0118: "'{0}' is a namespace but is used like a variable",
  CS0119_type: "'{0}' is a type, which is not valid in the given context",
  CS0119_method: "'{0}' is a method, which is not valid in the given context",
  CS0120: "An object reference is required for the non-static field, method, or property '{0}'",
  CS0121: "The call is ambiguous between the following methods or properties: '{0}' and '{1}'",
  CS0123: "No overload for '{0}' matches delegate '{1}'",
  CS0126: "An object of a type convertible to '{0}' is required",
  CS0128: "A local variable or function named '{0}' is already defined in this scope",
  CS0131: "The left-hand side of an assignment must be a variable, property or indexer",
  CS0133: "The expression being assigned to '{0}' must be constant",
  CS0136:
    "A local or parameter named '{0}' cannot be declared in this scope because that name is used in an enclosing local scope to define a local or parameter",
  CS0139: "No enclosing loop out of which to break or continue",
  CS0140: "The label '{0}' is a duplicate",
  CS0144: "Cannot create an instance of the abstract type or interface '{0}'",
  CS0145: "A const field requires a value to be provided",
  CS0149: "Method name expected",
  CS0150: "A constant value is expected",
  CS0152: "The switch statement contains multiple cases with the label value '{0}'",
  CS0153: "A goto case is only valid inside a switch statement",
  CS0155: "The type caught or thrown must be derived from System.Exception",
  CS0156: "A throw statement with no arguments is not allowed outside of a catch clause",
  CS0157: "Control cannot leave the body of a finally clause",
  CS0158: "The label '{0}' shadows another label by the same name in a contained scope",
  CS0159: "No such label '{0}' within the scope of the goto statement",
  CS0160:
    "A previous catch clause already catches all exceptions of this or of a super type ('{0}')",
  CS0161: "Not all code paths return a value",
  CS0161_function: "'{0}({1})': not all code paths return a value",
  CS0163: "Control cannot fall through from one case label ('{0}') to another",
  CS0165: "Use of unassigned local variable '{0}'",
  CS0176:
    "Member '{0}' cannot be accessed with an instance reference; qualify it with a type name instead",
  CS0177: "The out parameter '{0}' must be assigned to before control leaves the current method",
  CS0178: "Invalid rank specifier: expected ',' or ']'",
  CS0185: "'{0}' is not a reference type as required by the lock statement",
  CS0200: "Property or indexer '{0}' cannot be assigned to -- it is read only",
  CS0201:
    "Only assignment, call, increment, decrement, await, and new object expressions can be used as a statement",
  CS0206: "A ref or out value must be an assignable variable",
  CS0214: "Pointers and fixed size buffers may only be used in an unsafe context",
  CS0220: "The operation overflows at compile time in checked mode",
  CS0221:
    "Constant value '{0}' cannot be converted to a '{1}' (use 'unchecked' syntax to override)",
  CS0227: "Unsafe code may only appear if compiling with /unsafe",
  CS0230: "Type and identifier are both required in a foreach statement",
  CS0233:
    "'{0}' does not have a predefined size, therefore sizeof can only be used in an unsafe context",
  CS0234:
    "The type or namespace name '{0}' does not exist in the namespace '{1}' (are you missing an assembly reference?)",
  CS0246:
    "The type or namespace name '{0}' could not be found (are you missing a using directive or an assembly reference?)",
  CS0248: "Cannot create an array with a negative size",
  CS0266:
    "Cannot implicitly convert type {0}. An explicit conversion exists (are you missing a cast?)",
  CS0269: "Use of unassigned out parameter '{0}'",
  CS0283: "The type '{0}' cannot be declared const",
  CS0305_type: "Using the generic type '{0}' requires {1} type arguments",
  CS0305_method: "Using the generic method '{0}' requires {1} type arguments",
  CS0307: "The variable '{0}' cannot be used with type arguments",
  CS0308_type: "The non-generic type '{0}' cannot be used with type arguments",
  CS0308_method: "The non-generic method '{0}' cannot be used with type arguments",
  CS0311:
    "The type '{0}' cannot be used as type parameter '{1}' in the generic type or method '{2}'. There is no implicit reference conversion from '{0}' to '{3}'.",
  CS0315:
    "The type '{0}' cannot be used as type parameter '{1}' in the generic type or method '{2}'. There is no boxing conversion from '{0}' to '{3}'.",
  CS0407: "'{0} {1}' has the wrong return type",
  CS0411:
    "The type arguments for method '{0}' cannot be inferred from the usage. Try specifying the type arguments explicitly.",
  CS0428:
    "Cannot convert method group '{0}' to non-delegate type '{1}'. Did you intend to invoke the method?",
  CS0452:
    "The type '{0}' must be a reference type in order to use it as parameter '{1}' in the generic type or method '{2}'",
  CS0453:
    "The type '{0}' must be a non-nullable value type in order to use it as parameter '{1}' in the generic type or method '{2}'",
  CS0463: "Evaluation of the decimal constant expression failed",
  CS0594: "Floating-point constant is outside the range of type '{0}'",
  CS0622:
    "Can only use array initializer expressions to assign to array types. Try using a new expression instead.",
  CS0623:
    "Array initializers can only be used in a variable or field initializer. Try using a new expression instead.",
  CS0656: "'dynamic' is not supported",
  CS0712: "Cannot create an instance of the static class '{0}'",
  CS0719: "'{0}': array elements cannot be of static type",
  CS0723: "Cannot declare a variable of static type '{0}'",
  CS0742: "A query body must end with a select clause or a group clause",
  CS0746:
    "Invalid anonymous type member declarator. Anonymous type members must be declared with a member assignment, simple name or member access.",
  CS0748:
    "Inconsistent lambda parameter usage; parameter types must be all explicit or all implicit",
  CS0815_value: "A value without a type cannot be used here",
  CS0815_variable: "Cannot assign {0} to an implicitly-typed variable",
  CS0818: "Implicitly-typed variables must be initialized",
  CS0819: "Implicitly-typed variables cannot have multiple declarators",
  CS0820: "Cannot initialize an implicitly-typed variable with an array initializer",
  CS0822: "Implicitly-typed variables cannot be constant",
  CS0826: "No best type found for implicitly-typed array",
  CS0828: "Cannot assign {0} to anonymous type property",
  CS0833: "An anonymous type cannot have multiple properties with the same name",
  CS0837:
    "The first operand of an 'is' or 'as' operator may not be a lambda expression, anonymous method, or method group.",
  CS0841: "Cannot use local variable '{0}' before it is declared",
  CS0846: "A nested array initializer is expected",
  CS0847: "An array initializer of length '{0}' is expected",
  CS1001: "Identifier expected",
  CS1002: "; expected",
  CS1003: "Syntax error, '{0}' expected",
  CS1009: "Unrecognized escape sequence",
  CS1010: "Newline in constant",
  CS1011: "Empty character literal",
  CS1012: "Too many characters in character literal",
  CS1013: "Invalid number",
  CS1017: "Catch clauses cannot follow the general catch clause of a try statement",
  CS1021: "Integral constant is too large",
  CS1022: "Type or namespace definition, or end-of-file expected",
  CS1023: "Embedded statement cannot be a declaration or labeled statement",
  CS1026: ") expected",
  CS1031: "Type expected",
  CS1035: "End-of-file found, '*/' expected",
  CS1039: "Unterminated string literal",
  CS1040: "Preprocessor directives must appear as the first non-whitespace character on a line",
  CS1041: "Identifier expected; '{0}' is a keyword",
  CS1056: "Unexpected character '{0}'",
  CS1061:
    "'{0}' does not contain a definition for '{1}' and no accessible extension method '{1}' accepting a first argument of type '{0}' could be found (are you missing a using directive or an assembly reference?)",
  CS1501: "No overload for method '{0}' takes {1} arguments",
  CS1503_out: "Argument {0}: cannot convert from 'out {1}' to 'out {2}'",
  CS1503: "Argument {0}: cannot convert from '{1}{2}' to '{1}{3}'",
  CS1510: "A ref or out value must be an assignable variable",
  CS1511: "Keyword 'base' is not available in a static method",
  CS1513: "} expected",
  CS1514: "{ expected",
  CS1524: "Expected catch or finally",
  CS1525: "Invalid expression term '{0}'",
  CS1526: "A new expression requires an argument list or (), [], or {} after type",
  CS1547: "Keyword 'void' cannot be used in this context",
  CS1579:
    "foreach statement cannot operate on variables of type '{0}' because '{0}' does not contain a public instance or extension definition for 'GetEnumerator'",
  CS1586: "Array creation must have array size or array initializer",
  CS1593: "Delegate '{0}' does not take {1} arguments",
  CS1615: "Argument {0} may not be passed with the '{1}' keyword",
  CS1620: "Argument {0} must be passed with the '{1}' keyword",
  CS1622:
    "Cannot return a value from an iterator. Use the yield return statement to return a value, or yield break to end the iteration.",
  CS1624:
    "The body of '{0}' cannot be an iterator block because '{1}' is not an iterator interface type",
  CS1624_lambda: "Only a local function can be an iterator here",
  CS1626: "Cannot yield a value in the body of a try block with a catch clause",
  CS1643: "Not all code paths return a value in lambda expression of type '{0}'",
  CS1656: "Cannot assign to '{0}' because it is a '{1}'",
  CS1657: "Cannot use '{0}' as a ref or out value because it is a '{1}'",
  CS1660: "Cannot convert lambda expression to type '{0}' because it is not a delegate type",
  CS1674:
    "'{0}': type used in a using statement must be implicitly convertible to 'System.IDisposable'",
  CS1678: "Parameter {0} is declared as type '{1}' but should be '{2}'",
  CS1729: "'{0}' does not contain a constructor that takes {1} arguments",
  CS1733: "Expected expression",
  CS1736: "Default parameter value for '{0}' must be a compile-time constant",
  CS1738: "Named argument specifications must appear after all fixed arguments have been specified",
  CS1739: "The best overload for '{0}' does not have a parameter named '{1}'",
  CS1744:
    "Named argument '{0}' specifies a parameter for which a positional argument has already been given",
  CS1922:
    "Cannot initialize type '{0}' with a collection initializer because it does not implement 'System.Collections.IEnumerable'",
  CS1929:
    "'{0}' does not contain a definition for '{1}' and the best extension method overload '{2}' requires a receiver of type '{3}'",
  CS1955: "Non-invocable member '{0}' cannot be used like a method.",
  CS4010: "Asynchronous functions are not supported",
  CS4032: "The 'await' operator can only be used within an async method.",
  CS7003: "Unexpected use of an unbound generic name",
  CS7036: "There is no argument given that corresponds to the required parameter '{0}' of '{1}'",
  CS8030: "Anonymous function converted to a void returning delegate cannot return a value",
  CS8070: "Control cannot fall out of switch from final case label ('{0}')",
  CS8076: "Missing close delimiter '}' for interpolated expression started with '{'.",
  CS8078: "An expression is too long or complex to compile",
  CS8081: "Expression does not have a name.",
  CS8086: "A '}' character must be escaped (by doubling) in an interpolated string.",
  CS8088: "A format specifier may not contain trailing whitespace.",
  CS8089: "Empty format specifier.",
  CS8115: "A throw expression is not allowed in this context.",
  CS8116:
    "It is not legal to use nullable type '{0}' in a pattern; use the underlying type '{1}' instead.",
  CS8117: "Invalid operand for pattern match; value required, but found 'void'.",
  CS8119: "The switch expression must be a value; found 'void'.",
  CS8120:
    "The switch case is unreachable. It has already been handled by a previous case or it is impossible to match.",
  CS8121: "An expression of type '{0}' cannot be handled by a pattern of type '{1}'.",
  CS8124: "Tuple must contain at least two elements.",
  CS8127: "Tuple element names must be unique.",
  CS8129:
    "No suitable 'Deconstruct' instance or extension method was found for type '{0}', with {1} out parameters and a void return type.",
  CS8131: "Deconstruct assignment requires an expression with a type on the right-hand-side.",
  CS8132: "Cannot deconstruct a tuple of '{0}' elements into '{1}' variables.",
  CS8135: "Tuple with {0} elements cannot be converted to type '{1}'.",
  CS8172: "Reference locals are not supported",
  CS8185: "A declaration is not allowed in this context.",
  CS8310: "Operator '{0}' cannot be applied to operand 'default'",
  CS8370: "Feature '{0}' is not available in C# 7.3. Please use language version {1} or greater.",
  CS8641: "'else' cannot start a statement.",
  CS8716: "There is no target type for the default literal.",
  CS8957:
    "Conditional expression is not valid in language version 7.3 because a common type was not found between '{0}' and '{1}'. To use a target-typed conversion, upgrade to language version 9.0 or greater.",
} as const;

export type Messages = typeof MESSAGES;

/** A code, or one of the messages that it has. */
export type Diagnosis = keyof Messages;
