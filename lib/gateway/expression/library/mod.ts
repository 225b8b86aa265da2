/**
 * Every type of the .NET library that policies may use. Importing a file declares its types.
 * @module
 */
import "./collections/collection.ts";
import "./collections/comparer.ts";
import "./collections/dictionary_members.ts";
import "./collections/enumerator.ts";
import "./collections/hash_set.ts";
import "./collections/key_value_pair.ts";
import "./collections/list_members.ts";
import "./collections/queue_stack.ts";
