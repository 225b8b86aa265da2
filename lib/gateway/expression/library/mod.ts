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
import "./char.ts";
import "./culture.ts";
import "./decimal.ts";
import "./integers.ts";
import "./interfaces.ts";
import "./reals.ts";
import "./string.ts";
import "./string_compare.ts";
import "./array.ts";
import "./linq/aggregate.ts";
import "./linq/convert.ts";
import "./linq/element.ts";
import "./linq/filter.ts";
import "./linq/group.ts";
import "./linq/lookup.ts";
import "./linq/order.ts";
import "./linq/project.ts";
import "./linq/sets.ts";
import "./linq/sum.ts";
import "./datetime.ts";
import "./datetimeoffset.ts";
import "./timespan.ts";
import "./timezone.ts";
