import { expressions } from "./check.ts";

expressions("List behaves as .NET's", {
  "new[] { 1, 2 }.SequenceEqual(new List<int> { 1, 2 })": "True",
  "new List<int> { 1, 2 }.Cast<object>().Count()": "2",
  'new List<string> { "a" }.Cast<object>().First().GetType().Name': "String",
  "IList<int> l = new[] { 1, 2 }; return l[1] + l.Count;": "4",
  "IList<int> l = new[] { 1, 2 }; l.Add(3); return 1;":
    "!NotSupportedException: Collection was of a fixed size.",
  'IEnumerable<object> o = new List<string> { "a" }; return o.First();': "a",
  "var l = new List<int> { 1, 2, 3 }; foreach (var x in l) l.Remove(x); return 1;":
    "!InvalidOperationException: Collection was modified; enumeration operation may not execute.",
  "var l = new List<int> { 1, 2, 3 }; l.RemoveAll(x => x > 1); return l.Count;": "1",
  'var l = new List<int> { 1, 2, 3 }; l.Insert(1, 9); l.RemoveAt(0); return string.Join(",", l);':
    "9,2,3",
  "new List<int> { 1 }[3]":
    "!ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
  'new List<int>(10).Capacity + "," + new List<int> { 1, 2, 3, 4, 5 }.Capacity': "10,8",
  'string.Join(",", new List<string> { "b", "a" }.ConvertAll(x => x.Length))': "1,1",
  "new List<int> { 1, 2 }.TrueForAll(x => x > 0)": "True",
  "new List<int> { 1, 2 }.FindLast(x => x > 5)": "0",
  "new List<int> { 1, 3 }.BinarySearch(2)": "-2",
  "new List<int> { 1, 2 }.AsReadOnly()[1]": "2",
  'var l = new List<string> { "b", null, "a" }; l.Sort(); return string.Join(",", l);': ",a,b",
  "using (var e = new List<int> { 7 }.GetEnumerator()) { e.MoveNext(); return e.Current; }": "7",
});

expressions("Dictionary behaves as .NET's", {
  'string.Join("|", new Dictionary<string, int> { ["b"] = 1, ["a"] = 2 }.OrderBy(kv => kv.Key).Select(kv => kv.Key + kv.Value))':
    "a2|b1",
  'new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { { "A", 1 } }["a"]': "1",
  'new Dictionary<string, int> { { "A", 1 } }["a"]':
    "!Collections.Generic.KeyNotFoundException: The given key 'a' was not present in the dictionary.",
  'new Dictionary<int, string> { { 1, "x" } }[2]':
    "!Collections.Generic.KeyNotFoundException: The given key '2' was not present in the dictionary.",
  'string.Join(",", new Dictionary<string, int> { { "a", 1 }, { "b", 2 } }.Keys)': "a,b",
  'new Dictionary<string, int> { { "a", 1 }, { "b", 2 } }.Values.Sum()': "3",
  'var d = new Dictionary<string,int> { {"a",1},{"b",2},{"c",3} }; d.Remove("b"); d["z"] = 9; return string.Join(",", d.Keys);':
    "a,z,c",
  'var d = new Dictionary<string,int> { {"a",1} }; foreach (var k in d.Keys.ToList()) d[k]++; return d["a"];':
    "2",
  'var d = new Dictionary<string,int> { {"a",1},{"b",1} }; foreach (var kv in d) d.Remove(kv.Key); return d.Count;':
    "0",
  'IDictionary<string, int> d = new Dictionary<string,int>(); d.Add("x", 1); return d["x"] + d.Count;':
    "2",
  'IReadOnlyDictionary<string, int> d = new Dictionary<string,int> { ["x"] = 4 }; return d["x"];':
    "4",
  'new KeyValuePair<string, int>("a", 1).Equals(new KeyValuePair<string, int>("a", 1))': "True",
});

expressions("HashSet, Queue and Stack behave as .NET's", {
  'var q = new Queue<string>(new[] { "a", "b" }); q.Enqueue("c"); return q.Dequeue() + q.Peek() + q.Count + string.Join("", q);':
    "ab2bc",
  'var s = new Stack<int>(new[] { 1, 2 }); s.Push(3); return s.Pop() + "," + string.Join("", s.ToArray());':
    "3,21",
  "new Stack<int>().Pop()": "!InvalidOperationException: Stack empty.",
  "new Queue<int>().Peek()": "!InvalidOperationException: Queue empty.",
  "new HashSet<int> { 1, 2 }.SetEquals(new[] { 2, 1, 1 })": "True",
  'var h = new HashSet<string>(StringComparer.OrdinalIgnoreCase); h.Add("A"); return h.Contains("a");':
    "True",
  "new HashSet<int>(new[] { 1, 2, 3 }).IsSupersetOf(new[] { 1, 3 })": "True",
  'var h = new HashSet<int>(new[] { 1, 2, 3 }); h.SymmetricExceptWith(new[] { 3, 4 }); return string.Join(",", h);':
    "1,2,4",
});

expressions("arrays behave as .NET's", {
  'object[] a = new string[] { "x" }; a[0] = 1; return 1;':
    "!ArrayTypeMismatchException: Attempted to access an element as a type incompatible with the array.",
  'object[] a = new string[] { "x" }; a[0] = "y"; return a[0];': "y",
  'var a = new[] { 3, 1, 2 }; Array.Sort(a); Array.Reverse(a); return string.Join("", a);': "321",
  'var a = new int[2, 3]; a[1, 2] = 5; return a.Length + "," + a.GetLength(1) + "," + a.Rank + a[1,2];':
    "6,3,25",
  "var a = new[] { 1, 2, 3 }; Array.Resize(ref a, 2); return a.Length;": "2",
  'var a = new[] { "b", "a" }; var k = new[] { 2, 1 }; Array.Sort(k, a); return string.Join("", a);':
    "ab",
  "var e = new[] { 1, 2 }.GetEnumerator(); e.MoveNext(); return e.Current;": "1",
  "var e = ((IEnumerable<int>)new[] { 1, 2 }).GetEnumerator(); e.MoveNext(); e.MoveNext(); return e.Current;":
    "2",
  "Array.Copy(new[] { 1 }, new int[0], 1); return 1;":
    "!ArgumentException: Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')",
});
