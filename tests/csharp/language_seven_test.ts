/** What C# 7 added: patterns, switches on them, tuples, local functions, and the rules of its compiler about them. */
import { refused, typed } from "./typed.ts";

typed("patterns match values that are of the type, and declare", {
  "object o = 5; return o is int i ? i + 1 : 0;": "System.Int32 6",
  'object o = "a"; return o is int i ? i + 1 : 0;': "System.Int32 0",
  "object o = 5; if (!(o is int i)) return -1; return i;": "System.Int32 5",
  "object o = 5; if (o is int i && i > 3) return i; return -1;": "System.Int32 5",
  "object o = 5; return o is int;": "System.Boolean True",
  "object o = null; return o is null;": "System.Boolean True",
  "object o = null; return !(o is null);": "System.Boolean False",
  "object o = 5; return o is 5;": "System.Boolean True",
  "object o = 5; return o is 5L;": "System.Boolean False",
  'object o = "x"; return o is "x";': "System.Boolean True",
  "int n = 5; return n is 5;": "System.Boolean True",
  "int n = 5; return n is int m ? m : 0;": "System.Int32 5",
  "int? n = 5; return n is int m ? m : 0;": "System.Int32 5",
  "int? n = null; return n is int m ? m : 0;": "System.Int32 0",
  "int? n = null; return n is null;": "System.Boolean True",
  'string s = "abc"; return s is string t ? t.Length : -1;': "System.Int32 3",
  "string s = null; return s is string t ? t.Length : -1;": "System.Int32 -1",
  'string s = null; return s is var t ? (t ?? "null") : "no";': "System.String null",
  "object o = 5; return o is var x ? x : null;": "System.Int32 5",
  "object o = 5; return o is int _;": "System.Boolean True",
  "object o = 5; return o is var _;": "System.Boolean True",
  "object o = new List<int> { 1 }; return o is IList<int> l ? l.Count : 0;": "System.Int32 1",
  "object o = new[] { 1 }; return o is int[] a ? a.Length : 0;": "System.Int32 1",
  'object o = DayOfWeek.Monday; return o is DayOfWeek d ? d.ToString() : "x";':
    "System.String Monday",
  "object o = DayOfWeek.Monday; return o is DayOfWeek.Monday;": "System.Boolean True",
  "DayOfWeek d = DayOfWeek.Monday; return d is DayOfWeek.Monday;": "System.Boolean True",
  "string s = null; return s?.Length is int n ? n : -1;": "System.Int32 -1",
  'string s = "ab"; return s?.Length is int n ? n : -1;': "System.Int32 2",
  'object o = 5; var r = o is int i ? $"int {i}" : $"other {o}"; return r;': "System.String int 5",
  'object o = "5"; return o is string s && int.TryParse(s, out var n) ? n : 0;': "System.Int32 5",
});

typed("switches take the first label that fits", {
  'object o = 1.5m; switch (o) { case decimal m: return "dec"; default: return "x"; }':
    "System.String dec",
  'object o = 5; switch (o) { case int i when i > 10: return "big"; case int i: return "int" + i; case string s: return s; case null: return "null"; default: return "other"; }':
    "System.String int5",
  'object o = null; switch (o) { case int i: return "i"; case null: return "null"; default: return "d"; }':
    "System.String null",
  'object o = null; switch (o) { case var x: return "var"; }': "System.String var",
  "object o = 5; switch (o) { case 5: return 2; case int i: return 1; } return 0;":
    "System.Int32 2",
  "object o = 5; switch (o) { default: return 2; case int i: return 1; }": "System.Int32 1",
  "object o = 5; switch (o) { case int i: case long l: return 1; } return 0;": "System.Int32 1",
  "object o = 5; switch (o) { case int i when i > 100: case string s: return 1; default: return 2; }":
    "System.Int32 2",
  "int n = 5; switch (n) { case int x: return x; }": "System.Int32 5",
  "int n = 5; switch (n) { case 1: return 1; case int x: return x; }": "System.Int32 5",
  'string s = "q"; switch (s) { case "a": return 1; case string t when t.Length == 1: return 2; case null: return 3; default: return 4; }':
    "System.Int32 2",
  'string s = "q"; switch (s) { case "a": return 1; case string t: return 2; case null: return 3; }':
    "System.Int32 2",
  'switch (5) { case 5: return "five"; }': "System.String five",
  'switch ("x") { case "x": return 1; case "y": break; }': "System.Int32 1",
  'switch ("x") { case "y": break; default: return 1; }': "System.Int32 1",
  "switch (1) { case 1: goto case 2; case 2: return 7; }": "System.Int32 7",
  "switch (1) { case 2: var a = 2; case 1: return 3; } return 0;": "System.Int32 3",
  "int x; switch (3) { case 3: x = 1; break; default: x <<= 2; break; } return x;":
    "System.Int32 1",
  "int x; switch (3) { case 3: x = 1; break; } return x;": "System.Int32 1",
  'int n = 3; switch (n) { case 1: case 2: return "a"; case 3: { return "b"; } default: throw new Exception("d"); }':
    "System.String b",
  'int n = 3; string r; switch (n) { case 1: r = "a"; break; case 3: r = "c"; break; default: r = "d"; break; } return r;':
    "System.String c",
});

typed("tuples are built, taken apart and compared", {
  'var t = (1, "a"); return t.Item1 + t.Item2;': "System.String 1a",
  'var t = (x: 1, y: "a"); return t.x + t.y;': "System.String 1a",
  '(int a, string b) t = (1, "a"); return t.a + t.b;': "System.String 1a",
  '(int, string) t = (1, "a"); return t.Item2;': "System.String a",
  '(int a, string b) = (1, "a"); return a + b;': "System.String 1a",
  'var (a, b) = (1, "a"); return a + b;': "System.String 1a",
  '(var a, string b) = (1, "a"); return a + b;': "System.String 1a",
  'int a; string b; (a, b) = (1, "a"); return a + b;': "System.String 1a",
  'var (a, _) = (1, "a"); return a;': "System.Int32 1",
  "var (a, (b, c)) = (1, (2, 3)); return a + b + c;": "System.Int32 6",
  "(long, double) t = (1, 2); return t;": "System.ValueTuple`2[System.Int64,System.Double] (1, 2)",
  "var t = (1, 2L, 'c', \"s\", 1.5, null as string); return t.ToString();":
    "System.String (1, 2, c, s, 1.5, )",
  "(1, 2) == (1, 2)": "System.Boolean True",
  "(1, 2) == (1L, 2)": "System.Boolean True",
  "(1, 2) != (1, 3)": "System.Boolean True",
  "(1, 2).Equals((1, 2))": "System.Boolean True",
  "(1, 2).GetHashCode() == (1, 2).GetHashCode()": "System.Boolean True",
  '(1, "a").GetType().Name': "System.String ValueTuple`2",
  "var t = (1, 2); t.Item1 = 5; return t;": "System.ValueTuple`2[System.Int32,System.Int32] (5, 2)",
  'var d = new Dictionary<string, (int, int)>(); d["a"] = (1, 2); return d["a"].Item2;':
    "System.Int32 2",
  'foreach (var (k, v) in new[] { (1, "a") }) { return k + v; } return "";': "System.String 1a",
  'foreach ((int k, string v) in new[] { (1, "a") }) { return k + v; } return "";':
    "System.String 1a",
  "int Fib(int n) { if (n < 2) return n; return Fib(n - 1) + Fib(n - 2); } return Fib(10);":
    "System.Int32 55",
  'object o = 5; return (o as string) ?? "none";': "System.String none",
  'var x = default((int, string)); return x.Item1 + (x.Item2 ?? "null");': "System.String 0null",
  "var a = 1; var (x, y) = (a, a + 1); (x, y) = (y, x); return x * 10 + y;": "System.Int32 21",
  "(int x, int y) p = (1, 2); var q = p; q.x = 5; return p.x;": "System.Int32 1",
  "(int?, string) a = (null, null); return a.Item1 == null;": "System.Boolean True",
  '(object, object) a = (1, "x"); return a.Item1;': "System.Int32 1",
});

typed("local functions see the names around them", {
  "int Add(int a, int b) => a + b; return Add(1, 2);": "System.Int32 3",
  "int Fact(int n) => n <= 1 ? 1 : n * Fact(n - 1); return Fact(5);": "System.Int32 120",
  "int x = 5; int Get() => x; x = 6; return Get();": "System.Int32 6",
  "int x = 5; void Inc() { x++; } Inc(); Inc(); return x;": "System.Int32 7",
  "int x = 5; void Inc() => x++; Inc(); return x;": "System.Int32 6",
  "void Swap(ref int a, ref int b) { var t = a; a = b; b = t; } int p = 1, q = 2; Swap(ref p, ref q); return p * 10 + q;":
    "System.Int32 21",
  "void Out(out int a) { a = 5; } Out(out var z); return z;": "System.Int32 5",
  "int Opt(int a, int b = 10) => a + b; return Opt(1);": "System.Int32 11",
  "int Opt(int a, int b = 10) => a + b; return Opt(b: 1, a: 2);": "System.Int32 3",
  "int Opt(int a, int b = 10) => a * b; return Opt(b: 3, a: 2) + Opt(a: 5);": "System.Int32 56",
  "int Sum(params int[] xs) => xs.Sum(); return Sum(1, 2, 3) + Sum();": "System.Int32 6",
  "int Sum(params int[] xs) => xs.Sum(); return Sum(new[] { 4, 5 });": "System.Int32 9",
  'T Id<T>(T x) => x; return Id("a") + Id(1);': "System.String a1",
  "void F() { } F(); return 1;": "System.Int32 1",
  "int y; int F() => y; y = 3; return F();": "System.Int32 3",
  "return F(3); int F(int n) => n * 2;": "System.Int32 6",
  "IEnumerable<int> Gen() { yield return 1; yield return 2; } return Gen().Sum();":
    "System.Int32 3",
  'IEnumerable<int> Gen(int n) { for (int i = 0; i < n; i++) { if (i == 3) yield break; yield return i; } } return string.Join(",", Gen(10));':
    "System.String 0,1,2",
  "Func<int, int> f = Twice; int Twice(int v) => v * 2; return f(4);": "System.Int32 8",
  "return new[] { 1, 2 }.Select(Twice).Sum(); int Twice(int v) => v * 2;": "System.Int32 6",
  'int F() => throw new Exception("a"); return F();': "!System.Exception",
  "int y; void Set() { y = 3; } Set(); return y;": "System.Int32 3",
  "int y; void Set() { if (DateTime.Now.Year > 1) { y = 3; return; } y = 4; } Set(); return y;":
    "System.Int32 3",
  "int y; int F(int n) => n == 0 ? y : F(n - 1); y = 2; return F(3);": "System.Int32 2",
});

typed("literals and throw expressions are read as C# 7.3 does", {
  "var t = (a: 1, b: 2); t.a++; return t.a;": "System.Int32 2",
  "(int, int) F() => (1, 2); var (x, y) = F(); return x + y;": "System.Int32 3",
  "(int sum, int count) F(int[] a) { return (a.Sum(), a.Length); } var r = F(new[] { 1, 2 }); return r.sum + r.count;":
    "System.Int32 5",
  'var list = new List<(string name, int n)> { ("a", 1), ("b", 2) }; return list.Sum(x => x.n) + list[1].name;':
    "System.String 3b",
  'new[] { (1, "a"), (2, "b") }.Select(t => t.Item2).First()': "System.String a",
  "new[] { 1, 2 }.Select(x => (x, x * 2)).Last()":
    "System.ValueTuple`2[System.Int32,System.Int32] (2, 4)",
  "new[] { 1, 2 }.Select(x => (n: x, d: x * 2)).Last().d": "System.Int32 4",
  'int.TryParse("5", out var n) ? n * 2 : 0': "System.Int32 10",
  'int.TryParse("5", out _) && !int.TryParse("x", out _)': "System.Boolean True",
  "string s = null; s = s ?? throw new ArgumentNullException(nameof(s)); return s;":
    "!System.ArgumentNullException",
  'Func<int> f = () => throw new InvalidOperationException("x"); return f();':
    "!System.InvalidOperationException",
  'bool b = false; return b ? 1 : throw new Exception("no");': "!System.Exception",
  "0b1111_0000": "System.Int32 240",
  "1__000": "System.Int32 1000",
  "1_000.5_5": "System.Double 1000.55",
  "1e1_0": "System.Double 10000000000",
  '(string, int) a = ("x", 1); var b = ("x", 1); return a.Equals(b) && a == b;':
    "System.Boolean True",
});

refused("patterns, switches, tuples and local functions keep the compiler's rules", {
  "object o = 5; if (o is int i || true) return i; return -1;": "CS0165",
  "int n = 5; return n is 5L;": "CS0266",
  'int n = 5; return n is "x";': "CS0029",
  "int n = 5; return n is null;": "CS0037",
  "int n = 5; return n is string s;": "CS8121",
  "int n = 5; return n is long l;": "CS8121",
  "int? n = 5; return n is int? m;": "CS8116",
  "object o = 5; switch (o) { case int i: return 1; case int j: return 2; } return 0;": "CS8120",
  "object o = 5; switch (o) { case object x: return 1; case int j: return 2; } return 0;": "CS8120",
  "object o = 5; switch (o) { case int i: return 1; case 5: return 2; } return 0;": "CS8120",
  "object o = 5; switch (o) { case var x: return 2; case int i: return 1; } return 0;": "CS8120",
  "object o = 5; switch (o) { case int i: case long l: return i; } return 0;": "CS0165",
  "int n = 5; switch (n) { case int x when x > 3: return x; }": "CS0161",
  'string s = "q"; switch (s) { case string t: return 2; }': "CS0161",
  "bool b = true; switch (b) { case true: return 1; case false: return 2; }": "CS0161",
  'switch (5) { case 6: return "five"; }': "CS0161",
  'switch ("y") { case "y": break; default: return 1; }': "CS0161",
  "switch (1) { case 1: var a = 2; case 2: return 3; } return 0;": "CS0163",
  "var t = (1, 2); return t.Item3;": "CS1061",
  "var t = (a: 1, a: 2); return t;": "CS8127",
  'foreach (var (k, v) in new Dictionary<string, int> { ["a"] = 1 }) { return k; } return "";':
    "CS8129",
  'int F(int x) => x; return F("a");': "CS1503",
  "int F(int x) => x; return F();": "CS7036",
  "int F(int x) => x; return F(1, 2);": "CS1501",
  "int F(int x) { } return F(1);": "CS0161",
  "void F() { } return F();": "CS0029",
  "int x = 1; int F(int x) => x; return F(2);": "CS0136",
  "int y; int F() => y; return F();": "CS0165",
  'var x = 1 + throw new Exception("x"); return x;': "CS1525",
  "true && throw new Exception()": "CS1525",
  "1_": "CS1002",
  "ref int r = ref x; return r;": "CS1525",
  "int x = 5; ref int r = ref x; r = 6; return x;": "CS1525",
  "in int x = 5; return x;": "CS1525",
  "Span<int> s = new int[2]; return s.Length;": "CS0103",
  "async Task<int> F() => 1; return 1;": "CS1041",
  "var x = stackalloc int[3]; return 1;": "CS0214",
  "unsafe { } return 1;": "CS0227",
  "var p = new { A = 1, B = 2 }; var (a, b) = p; return a;": "CS8129",
  "var a = (null, 1); return a;": "CS0815",
  "int y; void Set() { if (DateTime.Now.Year > 1) y = 3; } Set(); return y;": "CS0165",
  "int y; int F(int n) => n == 0 ? y : F(n - 1); return F(3);": "CS0165",
});
