/**
 * Every type of the .NET library that policies may use. Importing a file declares its types.
 * @module
 */
