import { typed } from "./typed.ts";

typed("operators compute in the types that C# gives them", {
  "7 / 2 * 2.0": "System.Double 6",
  "new int?(3) + 1": "System.Int32 4",
  "(int)(object)DayOfWeek.Friday": "System.Int32 5",
  "(DayOfWeek)(object)5": "System.DayOfWeek Friday",
  "(long)(object)DayOfWeek.Friday":
    "!System.InvalidCastException: Unable to cast object of type 'System.DayOfWeek' to type 'System.Int64'.",
  "(int?)(object)DayOfWeek.Friday":
    "!System.InvalidCastException: Unable to cast object of type 'System.DayOfWeek' to type 'System.Nullable`1[System.Int32]'.",
  "(int?)(object)3": "System.Int32 3",
  "(int?)(object)null": "null",
  "int x = 1; return x / 0;": "CS0020 Division by constant zero",
  "int x = 1; return x % 0L;": "CS0020 Division by constant zero",
  "1m / 0": "CS0020 Division by constant zero",
  "(int)99999999999m": "CS0031 Constant value '99999999999M' cannot be converted to a 'int'",
  "new DateTime?().HasValue": "System.Boolean False",
  "int x = 5; x += 3; x *= 2; x -= 1; x /= 4; x %= 2; return x;": "System.Int32 1",
  "byte b = 255; b++; return b;": "System.Byte 0",
  "byte b = 255; b += 1; return b;": "System.Byte 0",
  "unchecked((byte)300)": "System.Byte 44",
  "uint u = 1; return -u;": "System.Int64 -1",
  "ulong u = 1; return u + 2;": "System.UInt64 3",
  "1u + 1": "System.UInt32 2",
  "1L + 1u": "System.Int64 2",
  "'a' + 'b'": "System.Int32 195",
  '1 + 2 + "x" + 1 + 2': "System.String 3x12",
  '(object)"abc".Substring(3) == string.Empty': "System.Boolean True",
  '(object)Uri.UnescapeDataString("") == (object)""': "System.Boolean True",
  '(object)"abc".Substring(2) == (object)"c"': "System.Boolean False",
  "5.0 / 0": "System.Double Infinity",
  "0.0 / 0 == double.NaN": "System.Boolean False",
  "1 == 1.0": "System.Boolean True",
  "-7 % 3": "System.Int32 -1",
  "-7 >> 1": "System.Int32 -4",
  "~5": "System.Int32 -6",
  "!true": "System.Boolean False",
  "true & false | true ^ true": "System.Boolean False",
  "5 & 3 | 8": "System.Int32 9",
  "decimal d = 1.1m; return d + 1;": "System.Decimal 2.1",
  "1.0m / 3": "System.Decimal 0.3333333333333333333333333333",
  "float f = 1.1f; return f * 2;": "System.Single 2.2",
  "(float)1 / 3": "System.Single 0.33333334",
  "(int)3.99 + (int)-3.99": "System.Int32 0",
  "(char)65": "System.Char A",
  "(int)'A'": "System.Int32 65",
  "char c = 'a'; c++; c += (char)1; return c;": "System.Char c",
  'int x = 1; int y = x++ + ++x; return y + "," + x;': "System.String 4,3",
  "int x = 3; x <<= 2; x |= 1; x ^= 3; x &= 14; return x;": "System.Int32 14",
  "DayOfWeek.Monday + 1": "System.DayOfWeek Tuesday",
  "DayOfWeek.Friday - DayOfWeek.Monday": "System.Int32 4",
  "(DayOfWeek)3": "System.DayOfWeek Wednesday",
  "DayOfWeek d = 0; return d;": "System.DayOfWeek Sunday",
  "DayOfWeek.Monday == DayOfWeek.Tuesday": "System.Boolean False",
  "DayOfWeek.Monday < DayOfWeek.Tuesday": "System.Boolean True",
  "(RegexOptions.IgnoreCase | RegexOptions.Multiline).ToString()":
    "System.String IgnoreCase, Multiline",
  "new[] { 1, 2 }.Average(x => x * 1.5m)": "System.Decimal 2.25",
  'string.Format("{0}-{1}", 1, "x")': "System.String 1-x",
  'string.Format("{0} {1} {2} {3}", 1, 2, 3, 4)': "System.String 1 2 3 4",
  'string.Join("|", 1, "a", 2.5)': "System.String 1|a|2.5",
  "string.Concat(\"a\", 1, 'c')": "System.String a1c",
  "Math.Round(2.5) + Math.Round(3.5)": "System.Double 6",
  '"abc".Substring(startIndex: 1, length: 1)': "System.String b",
  '"abc".Substring(length: 1, startIndex: 2)': "System.String c",
  'int.TryParse("x", out _)': "System.Boolean False",
  'new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { { "A", 1 } }["a"]':
    "System.Int32 1",
  "new StringBuilder().Append(\"a\").Append(1).AppendLine().Append('c').ToString().Length":
    "System.Int32 4",
  'const int K = 5; const string S = "a" + "b"; return S + K;': "System.String ab5",
  "new DateTime(2024, 3, 1) - new DateTime(2024, 2, 1)": "System.TimeSpan 29.00:00:00",
  "TimeSpan.FromMinutes(5) > TimeSpan.FromSeconds(299) && -TimeSpan.FromHours(1) < TimeSpan.Zero":
    "System.Boolean True",
  "Guid.Empty == new Guid()": "System.Boolean True",
  'Convert.ToBase64String(Encoding.UTF8.GetBytes("hi"))': "System.String aGk=",
  '"x".Equals("X", StringComparison.OrdinalIgnoreCase)': "System.Boolean True",
  'new KeyValuePair<string, int>("k", 1).Key': "System.String k",
  'new string("abc".Reverse().ToArray())': "System.String cba",
});

typed("generic methods infer their type arguments", {
  "int i = int.MaxValue; i++; return i;": "System.Int32 -2147483648",
  "int i = int.MaxValue; return checked(i + 1);": "!System.OverflowException",
  "checked { int i = int.MaxValue; i++; return i; }": "!System.OverflowException",
  "unchecked(int.MaxValue + 1)": "System.Int32 -2147483648",
  "new[] { 1, 2 }.Select(x => (Num: x, Sq: x * x)).Where(p => p.Sq > 1).Sum(p => p.Num)":
    "System.Int32 2",
  "new[] { 3, 1, 2 }.OrderBy(x => x).ThenByDescending(x => x).ToList()[0]": "System.Int32 1",
  'new[] { 1, 2, 3 }.Aggregate("", (a, b) => a + b, r => r.Length)': "System.Int32 3",
  'new[] { "a", "b" }.Select((s, i) => s + i).ToArray()[1]': "System.String b1",
  "new[] { 1, 2, 3 }.Select(x => x * 0.5).Sum()": "System.Double 3",
  "new[] { 1, 2 }.Sum(x => (long)x)": "System.Int64 3",
  "new[] { 1, 2, 3 }.Max(x => -x)": "System.Int32 -1",
  "new List<int>{1,2,3}.ConvertAll(x => x.ToString()).Count": "System.Int32 3",
  'new[] { "b", "a" }.ToDictionary(k => k, v => v.ToUpper())["a"]': "System.String A",
  "new[] { 1, 2, 3 }.GroupBy(x => x % 2).ToDictionary(g => g.Key, g => g.ToList())[1].Count":
    "System.Int32 2",
  'Enumerable.Repeat("x", 3).Concat(new[] { "y" }).Distinct().Count()': "System.Int32 2",
  "new[] { new[] { 1, 2 }, new[] { 3 } }.SelectMany(x => x).Sum()": "System.Int32 6",
  "var l = new List<int> { 1, 2, 3 }; l[1] *= 5; return l[1];": "System.Int32 10",
  'var d = new Dictionary<string, List<int>>(); d["a"] = new List<int> { 1 }; d["a"].Add(2); return d["a"].Count;':
    "System.Int32 2",
  'new[] { 1, 2, 3 }.Contains(2) && new List<string> { "a" }.Any() && !new int[0].Any()':
    "System.Boolean True",
  'IEnumerable<object> e = new List<string> { "a" }; return e.First();': "System.String a",
  'new[] { "1", "2" }.Select(int.Parse).Sum()': "System.Int32 3",
  'new[] { "a", "" }.Count(string.IsNullOrEmpty)': "System.Int32 1",
  '"abc".Select(c => (int)c).Sum()': "System.Int32 294",
  "string.Concat(\"abc\".Where(c => c != 'b'))": "System.String ac",
});

typed("null and nullable values flow through operators", {
  "\"a\" + 'b' + 1 + 2.5 + true + null": "System.String ab12.5True",
  "(int?)null + 1 == null": "System.Boolean True",
  "int? a = null; int? b = 2; return a < b;": "System.Boolean False",
  "int? a = null; return a == null;": "System.Boolean True",
  "int? a = 1; return a + 1;": "System.Int32 2",
  'bool? t = true; bool? n = null; return (t | n) + "," + (t & n);': "System.String True,",
  'var x = 10; return x > 5 ? "big" : x > 2 ? "mid" : "small";': "System.String big",
  "string s = null; return s?.Length ?? -1;": "System.Int32 -1",
  "string s = null; return s?.ToUpper()?.Length;": "null",
  'string s = "ab"; return s?[0];': "System.Char a",
  'object o = null; return o?.ToString() ?? "none";': "System.String none",
  "int? n = 5; return n?.ToString();": "System.String 5",
  "var l = new List<int> { 1, 2, 3 }; return l?.Where(x => x > 1)?.Select(x => x * 2)?.Sum() ?? 0;":
    "System.Int32 10",
  'int.TryParse("12", out int n) ? n + 1 : 0': "System.Int32 13",
  'new List<object> { 1, "a", null, 2.5 }.Count': "System.Int32 4",
  "DateTime? d = null; return d.HasValue ? d.Value.Year : 0;": "System.Int32 0",
  'DateTime? a = new DateTime(2024, 1, 2); DateTime? b = null; return (a > b) + "," + (a - b == null);':
    "System.String False,True",
  'new Uri("https://a.b/c?d=1").Host': "System.String a.b",
  "string x = \"a\"; x += 1; x += 'c'; x += null; return x;": "System.String a1c",
});

typed("arrays have bounds, ranks and initializers", {
  "int[] a = null; return a?.Length > 0;": "System.Boolean False",
  "typeof(int[])": "System.RuntimeType System.Int32[]",
  "new int[2, 3].Length": "System.Int32 6",
  "var m = new int[,] { { 1, 2 }, { 3, 4 } }; m[1, 0] += 10; return m[1, 0] + m.GetLength(1);":
    "System.Int32 15",
  "int[][] j = { new[] { 1 }, new[] { 2, 3 } }; return j[1][1] + j.Length;": "System.Int32 5",
  'var a = new int[3]; a[0]++; a[1] += 5; a[2] = a[1]--; return string.Join(",", a);':
    "System.String 1,4,5",
  "var a = new[] { 1, 2L, 3 }; return a[0];": "System.Int64 1",
  'object[] a = new[] { "x", "y" }; return a.Length;': "System.Int32 2",
  'JsonConvert.SerializeObject(new { a = 1, b = new[] { "x" } })':
    'System.String {"a":1,"b":["x"]}',
  'new JObject(new JProperty("a", 1), new JProperty("b", new JArray(new[] { 1, 2 }))).ToString(Formatting.None)':
    'System.String {"a":1,"b":[1,2]}',
  "\"a,b\".Split(',')[1] + \"a-b\".Split(new[] { '-' }, 2)[0]": "System.String ba",
  "IEnumerable<int> e = new[] { 1 }; return e is int[];": "System.Boolean True",
});

typed("type tests and patterns", {
  "object o = 5; return o is int;": "System.Boolean True",
  "object o = 5; return o is int i ? i + 1 : 0;": "System.Int32 6",
  "object o = 5; return o is 5;": "System.Boolean True",
  "object o = 5; return o is 5L;": "System.Boolean False",
  'object o = "x"; return o is "x";': "System.Boolean True",
  "object o = null; return o is null || o is int n;": "System.Boolean True",
  'object o = "a"; if (!(o is string s)) return "no"; return s + "!";': "System.String a!",
  "object o = 5; return o as string;": "null",
  "object o = 5; return o as int? ?? 7;": "System.Int32 5",
  "5 is int": "System.Boolean True",
  "typeof(int)": "System.RuntimeType System.Int32",
  "typeof(Dictionary<string, int>).Name": "System.String Dictionary`2",
  "nameof(String.Length)": "System.String Length",
  "default(int) + default(DateTime).Year": "System.Int32 1",
  "default(string)": "null",
  "int x = default; return x;": "System.Int32 0",
  "object o = 1; return (int)o + (o is int ? 1 : 0);": "System.Int32 2",
});

typed("strings are interpolated and escaped", {
  '$"a{1 + 1}b{"q"}c"': "System.String a2bqc",
  '$"{5,4}|{5,-4}|{3.14159:F2}|{255:X4}"': "System.String    5|5   |3.14|00FF",
  '$"{{}}{true}"': "System.String {}True",
  '$"{(true ? 1 : 2)}"': "System.String 1",
  '$@"a\\b{1}""q"""': 'System.String a\\b1"q"',
  '@"a\\b""c"': 'System.String a\\b"c',
  '"\\u0041\\x42\\t|"': "System.String AB\t|",
  "new[] { 1, 2 }.Zip(new[] { 'a', 'b' }, (n, c) => $\"{n}{c}\").Last()": "System.String 2b",
});

typed("tuples have value semantics and element names", {
  'var t = (a: 1, b: "x"); return t.a + t.b + t.Item1;': "System.String 1x1",
  'var t = (1, 2); var u = t; u.Item1 = 9; return t.Item1 + "," + u.Item1;': "System.String 1,9",
  "(int, string) t = (1, null); return t.Item2 == null;": "System.Boolean True",
  "(long a, double b) t = (1, 2); return t.b / 4 + t.a;": "System.Double 1.5",
  'var (a, b) = (1, "z"); return b + a;': "System.String z1",
  'int a; string b; (a, b) = (3, "q"); return b + a;': "System.String q3",
  '(int a, var b) = (3, "q"); return b + a;': "System.String q3",
  "var (a, (b, c)) = (1, (2, 3)); return a + b + c;": "System.Int32 6",
  '(1, "a") == (1, "a")': "System.Boolean True",
  "(1, 2).ToString()": "System.String (1, 2)",
  '(1, 2, "x")': "System.ValueTuple`3[System.Int32,System.Int32,System.String] (1, 2, x)",
  'new[] { (1, "b"), (2, "a") }.OrderBy(p => p.Item2).First().Item1': "System.Int32 2",
  'var d = new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 }; var s = 0; foreach (var (k, v) in d.Select(p => (p.Key, p.Value))) s += v; return s;':
    "System.Int32 3",
  "new[] { 1, 2, 3 }.Aggregate(0, (a, b) => a + b)": "System.Int32 6",
  "Enumerable.Range(1, 5).Where(i => i % 2 == 1).Select(i => i * i).Sum()": "System.Int32 35",
  "int total = 0; void Add(int x, int y = 5) { total += x * y; } Add(1); Add(2, y: 3); return total;":
    "System.Int32 11",
  "int Sum(params int[] xs) { var t = 0; foreach (var x in xs) t += x; return t; } return Sum() + Sum(1) + Sum(1, 2) + Sum(new[] { 5 });":
    "System.Int32 9",
  "Math.Max(1, 2L)": "System.Int64 2",
  "new DateTime(2024, 1, 1) + TimeSpan.FromDays(1) == new DateTime(2024, 1, 2)":
    "System.Boolean True",
  'JObject j = new JObject(); j["x"] = 1; j["y"] = "s"; j["z"] = new JArray(1, 2); j["w"] = null; return j.ToString(Newtonsoft.Json.Formatting.None);':
    'System.String {"x":1,"y":"s","z":[1,2],"w":null}',
  'Tuple.Create(1, "a").Item2': "System.String a",
  "Math.Min(60, Math.Pow(2, 3))": "System.Double 8",
});

typed("anonymous types have members, equality and text", {
  'var x = new { A = 1, B = new { C = "q" } }; return x.B.C + x.A;': "System.String q1",
  'new { a = 1, b = "x" }.ToString()': "System.String { a = 1, b = x }",
});

typed("a query means what its method calls mean", {
  'var q = from x in new[] { 1, 2, 3, 4 } where x % 2 == 0 orderby x descending select x * 10; return string.Join(",", q);':
    "System.String 40,20",
  'string.Join(",", from x in new[] { "a", "bb", "cc" } group x by x.Length into g orderby g.Key descending select g.Key + ":" + g.Count())':
    "System.String 2:2,1:1",
  'string.Join(",", from x in new[] { 1, 2 } from y in new[] { 10, 20 } where x * y > 10 let z = x + y select x + "/" + y + "=" + z)':
    "System.String 1/20=21,2/10=12,2/20=22",
  'string.Join(",", from a in new[] { 1, 2 } join b in new[] { (2, "x"), (2, "y") } on a equals b.Item1 into g select a + ":" + g.Count())':
    "System.String 1:0,2:2",
  'string.Join(",", from string s in new object[] { "a", "b" } select s.ToUpper())':
    "System.String A,B",
});

typed("lambdas, delegates and local functions capture variables", {
  "Func<int, int> f = x => x + 1; Func<int, int> g = x => f(f(x)); return g(1);": "System.Int32 3",
  "Func<int, Func<int, int>> add = x => y => x + y; return add(2)(3);": "System.Int32 5",
  "Action<int> a = x => { }; a(1); int n = 0; Action inc = () => n++; inc(); inc(); return n;":
    "System.Int32 2",
  'Func<string> f = () => "q"; return f.Invoke();': "System.String q",
  "Predicate<int> p = delegate(int x) { return x > 1; }; return p(2);": "System.Boolean True",
  "Func<int, bool> f = null; return f(1);": "!System.NullReferenceException",
  "int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2); return Fib(15);": "System.Int32 610",
  "bool Even(int n) => n == 0 || Odd(n - 1); bool Odd(int n) => n != 0 && Even(n - 1); return Even(10);":
    "System.Boolean True",
  "void Swap(ref int a, ref int b) { var t = a; a = b; b = t; } int x = 1, y = 2; Swap(ref x, ref y); return x * 10 + y;":
    "System.Int32 21",
  'bool Try(string s, out int v) { v = s.Length; return v > 0; } return Try("abc", out var n) ? n : -1;':
    "System.Int32 3",
  "int F() { try { return 1; } finally { } } return F();": "System.Int32 1",
  "var fs = new List<Func<int>>(); foreach (var i in new[] { 1, 2, 3 }) fs.Add(() => i); return fs.Sum(f => f());":
    "System.Int32 6",
  'var fs = new List<Func<int>>(); for (int i = 0; i < 3; i++) { int j = i; fs.Add(() => j); } return string.Join(",", fs.Select(f => f()));':
    "System.String 0,1,2",
  "Action a = null; a += () => { }; a(); return a != null;": "System.Boolean True",
  'Func<object> f = () => "s"; return f();': "System.String s",
  'Func<string, object> f = s => s.Length; return f("abc");': "System.Int32 3",
});

typed("statements run as C# runs them", {
  'try { int.Parse("x"); return "no"; } catch (FormatException e) when (e.Message.Contains("zzz")) { return "a"; } catch (Exception) { return "b"; } finally { }':
    "System.String b",
  'try { throw new ArgumentNullException("p"); } catch (ArgumentException e) { return e.ParamName + e.GetType().Name; }':
    "System.String pArgumentNullException",
  'var s = ""; for (int i = 0; i < 3; i++) { switch (i) { case 0: continue; case 1: s += "b"; break; default: s += "c"; break; } s += "."; } return s;':
    "System.String b.c.",
  'string s = "b"; switch (s) { case "a": case "b": return 1; default: return 2; }':
    "System.Int32 1",
  'object o = 3.5; switch (o) { case int i: return "int"; case double d when d > 3: return "big"; case null: return "null"; default: return "?"; }':
    "System.String big",
  'int? n = null; switch (n) { case null: return "n"; case 1: return "1"; default: return "d"; }':
    "System.String n",
  "int i = 0; while (true) { i++; if (i == 2) continue; if (i > 3) break; } return i;":
    "System.Int32 4",
  "int i = 0; do { i += 2; } while (i < 5); return i;": "System.Int32 6",
  'using (var r = new System.IO.StringReader("l1\\nl2")) { r.ReadLine(); return r.ReadLine(); }':
    "System.String l2",
  "lock (new object()) { return 1; }": "System.Int32 1",
  'foreach (var p in JObject.Parse("{\\"a\\":1,\\"b\\":2}")) { return p.Key + p.Value; } return "";':
    "System.String a1",
  'foreach (JProperty p in JObject.Parse("{\\"a\\":1}").Properties()) { return p.Name + p.Value; } return "";':
    "System.String a1",
});

typed("context and JSON are typed as APIM types them", {
  'JObject.Parse("{\\"a\\":[1,2,{\\"b\\":\\"c\\"}]}")["a"][2]["b"].Value<string>()':
    "System.String c",
  "JToken t = 5; int i = (int)t; string s = (string)t; return i + s;": "System.String 55",
  '(int?)JObject.Parse("{}")["a"] ?? 3': "System.Int32 3",
  'JObject.Parse("{\\"a\\":{\\"b\\":1}}").SelectToken("a.b").Value<int>() + 1': "System.Int32 2",
  '((JArray)JObject.Parse("{\\"m\\":[{\\"c\\":\\"x\\"}]}")["m"]).Select(m => (string)m["c"]).First()':
    "System.String x",
  'JArray.Parse("[1,2,3]").Select(x => (int)x).Where(x => x > 1).Count()': "System.Int32 2",
  'JObject.FromObject(new { a = 1 })["a"].ToString()': "System.String 1",
  '(string)context.Variables["s"] + (int)context.Variables["n"]': "System.String str3",
  'context.Variables.ContainsKey("s") && (int)context.Variables["n"] > 2': "System.Boolean True",
  'context.Request.Body.As<JObject>(true)["a"].Value<int>()': "System.Int32 1",
  "context.Response != null && context.Response.StatusCode == 429": "System.Boolean False",
  'context.Request.Headers.GetValueOrDefault("a", "none")': "System.String 1",
});

typed("control comes to every end with its variables assigned", {
  "int x; if (true) x = 1; return x;": "System.Int32 1",
  "int x; while (true) { x = 1; break; } return x;": "System.Int32 1",
  "int x; switch (1) { case 1: x = 1; break; default: x = 2; break; } return x;": "System.Int32 1",
  "int x; try { x = 1; } finally { } return x;": "System.Int32 1",
  'int x; return int.TryParse("5", out x) ? x : 0;': "System.Int32 5",
  "if (true) { return 1; } else { return 2; }": "System.Int32 1",
  "for (;;) { return 1; }": "System.Int32 1",
  "do { return 1; } while (true);": "System.Int32 1",
  'throw new InvalidOperationException("m");': "!System.InvalidOperationException: m",
  'switch (1) { case 1: return 1; default: throw new Exception("x"); }': "System.Int32 1",
  "try { return 1; } catch { return 2; }": "System.Int32 1",
});
