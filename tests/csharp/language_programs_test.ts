import { typed } from "./typed.ts";

typed("statements nest", {
  "try { throw new Exception(); } catch (Exception) { return 1; } catch { return 2; }":
    "System.Int32 1",
  'string s = "a"; switch (s?.Length) { case 1: return "one"; case null: return "null"; default: return "d"; }':
    "System.String one",
  'string r = ""; foreach (var x in new[] { 1, 2, 3 }) { if (x == 2) continue; r += x; } return r;':
    "System.String 13",
  'string r = ""; foreach (char c in "abc") r = c + r; return r;': "System.String cba",
  'string r = ""; foreach (int c in "ab") r += c; return r;': "System.String 9798",
  'foreach (string s in new object[] { "a", 1 }) { } return 1;': "!System.InvalidCastException",
  "foreach (var x in (int[])null) { } return 1;": "!System.NullReferenceException",
  'int n = 0; try { try { throw new Exception("a"); } finally { n += 1; } } catch { n += 10; } finally { n += 100; } return n;':
    "System.Int32 111",
  'try { throw new Exception("a", new FormatException("b")); } catch (Exception e) when (e.InnerException is FormatException f) { return f.Message; }':
    "System.String b",
  'try { object o = "s"; return (int)o; } catch (InvalidCastException e) { return e.Message; }':
    "System.String Unable to cast object of type 'System.String' to type 'System.Int32'.",
  "int Z() => 0; try { return 1 / Z(); } catch (DivideByZeroException e) { return e.Message; }":
    "System.String Attempted to divide by zero.",
  'var m = Regex.Match("a1b22", @"(\\d+)"); var r = ""; while (m.Success) { r += m.Value + ";"; m = m.NextMatch(); } return r;':
    "System.String 1;22;",
  'foreach (Match m in Regex.Matches("a1", @"\\d")) return m.Groups[0].Value; return "";':
    "System.String 1",
  "string s = null; try { return s.Length; } catch (NullReferenceException e) { return e.Message; }":
    "System.String Object reference not set to an instance of an object.",
});

typed("assignments compute in the variable's type", {
  "int i = 5; i = i++ + i--; return i;": "System.Int32 11",
  'int i = 0; int[] a = { 1, 2, 3 }; a[i++] = a[i] + 10; return a[0] + "," + i;':
    "System.String 12,1",
  'var l = new List<int> { 1, 2 }; int i = 0; l[i++] += 5; return l[0] + "," + i;':
    "System.String 6,1",
  "long l = int.MaxValue; l++; return l;": "System.Int64 2147483648",
  "double d = 1; d++; return d / 4;": "System.Double 0.5",
  "decimal m = 1; m++; return m;": "System.Decimal 2",
  "short s = 1; s += 5; s <<= 2; return s;": "System.Int16 24",
  "ushort u = 65535; u++; return u;": "System.UInt16 0",
  "sbyte b = -128; b--; return b;": "System.SByte 127",
  "float f = 16777216f; f++; return f;": "System.Single 16777216",
  "ulong u = ulong.MaxValue; u++; return u;": "System.UInt64 0",
  "long a = long.MinValue; long b = -1; return a / b;": "!System.OverflowException",
  "int a = int.MinValue; return checked(-a);": "!System.OverflowException",
  "double d = 1e20; return (int)d;": "System.Int32 2147483647",
  "double d = -1; return (uint)d;": "System.UInt32 0",
  "double d = 3e9; return checked((int)d);": "!System.OverflowException",
  "long l = 5000000000; return checked((int)l);": "!System.OverflowException",
  "IComparable c = 5; return c.CompareTo(6);": "System.Int32 -1",
  'IEnumerable<char> e = "abc"; return e.Count();': "System.Int32 3",
  'var a = new object[] { 1, 2L, 3u }; return string.Join(",", a.Select(o => o.GetType().Name));':
    "System.String Int32,Int64,UInt32",
  "List<object> l = new List<object> { 'x', 1f, (byte)2 }; return l[0].ToString() + l[1] + l[2] + l[2].GetType().Name;":
    "System.String x12Byte",
  'Dictionary<string, object> d = new Dictionary<string, object> { { "a", 1 }, { "b", \'c\' }, { "d", 2.5 } }; return string.Join(",", d.Select(kv => kv.Key + "=" + kv.Value));':
    "System.String a=1,b=c,d=2.5",
  'new[] { "a", "b" }.ToList().ForEach(s => s.ToUpper()); return 1;': "System.Int32 1",
  'var list = new List<string>(); new[] { "a", "b" }.ToList().ForEach(list.Add); return list.Count;':
    "System.Int32 2",
  "var t = (x: 1, y: 2); var (p, _) = t; return p;": "System.Int32 1",
  'var kv = new KeyValuePair<string, int>("a", 1); return $"{kv.Key}:{kv.Value} {kv}";':
    "System.String a:1 [a, 1]",
  "var @class = 1; return @class;": "System.Int32 1",
  "var from = 1; var select = 2; var value = 3; var where = 4; return from + select + value + where;":
    "System.Int32 10",
  "int var = 5; return var;": "System.Int32 5",
  "var a = 1; var b = 2; var t = (a, b); return t.a + t.b;": "System.Int32 3",
  'object a = "x"; object b = "x"; return a == b;': "System.Boolean True",
  'var o = JObject.Parse("{\\"a\\":{\\"b\\":[1,2]}}"); return ((JArray)o["a"]["b"]).Count + o["a"]["b"].Count() + o.SelectTokens("a.b[*]").Sum(t => (int)t);':
    "System.Int32 7",
  'var o = new JObject { ["a"] = 1, ["b"] = new JObject { ["c"] = "d" } }; return (string)o["b"]["c"] + o.Value<int>("a");':
    "System.String d1",
  'var s = new StringBuilder(); s.Append("a").Append(1).Insert(0, "z"); s[0] = \'y\'; return s.ToString();':
    "System.String ya1",
  'var d = new Dictionary<string, int> { ["a"] = 1 }; d["a"]++; d["a"] += 2; return d["a"];':
    "System.Int32 4",
  'var l = new List<int> { 3, 1, 2 }; l.Sort(); l.RemoveAll(x => x == 2); l.Insert(0, 9); return string.Join(",", l);':
    "System.String 9,1,3",
  "var l = new List<List<int>> { new List<int> { 1 }, new List<int>() }; return l.Count(x => x.Any());":
    "System.Int32 1",
  "var x = new { Items = new[] { new { N = 1 }, new { N = 2 } } }; return x.Items.Sum(i => i.N);":
    "System.Int32 3",
  "var a = new[] { 3, 1 }; Array.Sort(a); Array.Reverse(a); return a[0];": "System.Int32 3",
  'var o = JObject.Parse("{\\"a\\":1}"); o.Add("b", 2); o.Remove("a"); o.Property("b").Value = 3; return o.ToString(Formatting.None);':
    'System.String {"b":3}',
  'var o = JObject.Parse("{\\"a\\":1}"); o.Merge(JObject.Parse("{\\"b\\":2}")); return o.Count;':
    "System.Int32 2",
  "var c = context; return c.Request.Method;": "System.String GET",
});

typed("null flows through assignments and switches", {
  'string s = null; return (s ?? "x") + (s?.Length ?? 0) + (s == null ? "n" : "v");':
    "System.String x0n",
  "int? a = 5; int b = a ?? 0; return a.Value + b + a.GetValueOrDefault();": "System.Int32 15",
  "int? a = 5; a++; a += 2; return a;": "System.Int32 8",
  "int? a = null; a++; return a == null;": "System.Boolean True",
  'IFormattable f = 1.5; return f.ToString("F2", null);': "System.String 1.50",
  'object[] a = { 1, "b", \'c\', 2.5, null, true }; return string.Join("|", a);':
    "System.String 1|b|c|2.5||True",
  "var x = true ? (int?)1 : null; return x;": "System.Int32 1",
  "true ? 1 : 2L": "System.Int64 1",
  "true ? 'a' : 1": "System.Int32 97",
  "byte b = true ? (byte)1 : (byte)2; return b;": "System.Byte 1",
  '(true ? "a" : null) + "b"': "System.String ab",
  'object.Equals(1, 1) && Equals("a", "a") && ReferenceEquals(null, null)': "System.Boolean True",
  'var o = JObject.Parse("{\\"a\\":1}"); return o["a"].Type == JTokenType.Integer && o["z"] == null && o.ContainsKey("a");':
    "System.Boolean True",
  'var a = new JArray { 1, "x", null }; a.Add(new JObject()); return a.ToString(Formatting.None);':
    'System.String [1,"x",null,{}]',
  'JObject o = null; return o["a"];': "!System.NullReferenceException",
});

typed("literals and conversions have the types that C# gives them", {
  "(byte)'a' + (short)1": "System.Int32 98",
  "'a' < 98": "System.Boolean True",
  "\"abc\"[1] == 'b'": "System.Boolean True",
  '$"{$"{1}{2}"}3"': "System.String 123",
  "'\\'' + \"\" + '\"' + '\\\\'": "System.String '\"\\",
  "0x7FFFFFFF": "System.Int32 2147483647",
  "0xFFFFFFFF": "System.UInt32 4294967295",
  "0b11 + 0X1f": "System.Int32 34",
  "1_000L + 1e3": "System.Double 2000",
  ".5 + 1.5f + 2d": "System.Double 4",
  "1.0f / 3": "System.Single 0.33333334",
  "-2147483648": "System.Int32 -2147483648",
  "-9223372036854775808": "System.Int64 -9223372036854775808",
  "18446744073709551615": "System.UInt64 18446744073709551615",
  "global::System.Math.Abs(-1)": "System.Int32 1",
  'Int32.Parse("5") + Int64.Parse("5")': "System.Int64 10",
  '(x: 1, y: "a").y + (1, 2).Item2': "System.String a2",
  "Enum.GetNames(typeof(DayOfWeek)).Length": "System.Int32 7",
  '(DayOfWeek)Enum.Parse(typeof(DayOfWeek), "friday", true)': "System.DayOfWeek Friday",
  "Math.Abs(-5.5m) + Math.Ceiling(1.2m) + Math.Max(1m, 2)": "System.Decimal 9.5",
  "(1, 2).GetHashCode() == (1, 2).GetHashCode()": "System.Boolean True",
  "new double[] { 1.5, 2.5 }.Average()": "System.Double 2",
  "new decimal[] { 1.5m, 2.5m }.Sum()": "System.Decimal 4.0",
  '(5).ToString("D3") + 5.5.ToString("F2") + true.ToString().ToLower() + \'c\'.ToString()':
    "System.String 0055.50truec",
  "5.Equals(5L)": "System.Boolean False",
  "5L.Equals(5)": "System.Boolean True",
});

typed("boxes remember their type", {
  "(object)'a' is char c && c == 'a'": "System.Boolean True",
  "object o = 'a'; return (char)o;": "System.Char a",
  "object o = 1.5f; return o is float f ? f : 0;": "System.Single 1.5",
  "object o = (byte)5; return (int)(byte)o;": "System.Int32 5",
  "object o = (byte)5; return (int)o;": "!System.InvalidCastException",
  "object o = 1.5m; return (decimal)o + 1;": "System.Decimal 2.5",
  "object o = DayOfWeek.Monday; return (DayOfWeek)o;": "System.DayOfWeek Monday",
  "object o = DayOfWeek.Monday; return o.ToString() + o.Equals(DayOfWeek.Monday) + (int)(DayOfWeek)o;":
    "System.String MondayTrue1",
  'object o = true ? (object)1 : "a"; return o;': "System.Int32 1",
  "new object() is string": "System.Boolean False",
  '((object)"a" as string)?.Length': "System.Int32 1",
  'object o = "5"; return Convert.ToInt32(o) + 1;': "System.Int32 6",
  '"a" == "a" && (object)"a" == (object)"a"': "System.Boolean True",
  '(string)(object)"x" == "x"': "System.Boolean True",
  "object o = context; return o is string;": "System.Boolean False",
});

typed("library members resolve and infer as in C#", {
  "new Dictionary<char, int> { { 'a', 1 } }['a']": "System.Int32 1",
  '"hello".GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key).First()': "System.Char l",
  '"hello".Distinct().Count()': "System.Int32 4",
  "\"b,a\".Split(',').OrderBy(s => s).Aggregate((x, y) => x + y)": "System.String ab",
  "\"a=1;b=2\".Split(';').Select(p => p.Split('=')).ToDictionary(p => p[0], p => int.Parse(p[1]))[\"b\"]":
    "System.Int32 2",
  "new[] { 1, 2, 3 }.Where((x, i) => i > 0).Sum()": "System.Int32 5",
  "new[] { 1, 2, 3 }.Select(x => new { x, y = x * x }).Where(o => o.y > 1).Select(o => o.x + o.y).Sum()":
    "System.Int32 18",
  "try { return (new int[1])[5]; } catch (IndexOutOfRangeException e) { return e.Message; }":
    "System.String Index was outside the bounds of the array.",
  'try { return 1 / (int)context.Variables["zero"]; } catch (KeyNotFoundException) { return 5; }':
    "System.Int32 5",
  "true ? new List<int>() : (IEnumerable<int>)new int[0]":
    "System.Collections.Generic.List`1[System.Int32] System.Collections.Generic.List`1[System.Int32]",
  '$"{DateTime.MinValue:yyyy-MM-dd}|{1234.5:N1}|{0.5:P0}|{"x",3}|{\'c\'}|{null}|{5:D3}"':
    "System.String 0001-01-01|1,234.5|50 %|  x|c||005",
  '$"{new DateTime(2024,1,2):HH:mm}"': "System.String 00:00",
  '$"{(1 > 0 ? "y" : "n")}{new[] { 1, 2 }.Length}"': "System.String y2",
  'string.Format("{0:X2}{1,5:F1}|{2,-3}|", 10, 2.25, "a")': "System.String 0A  2.2|a  |",
  '"tab\\tnew\\\\".Length': "System.Int32 8",
  "System.Linq.Enumerable.Range(1, 3).Sum()": "System.Int32 6",
  'Newtonsoft.Json.Linq.JObject.Parse("{}").Count': "System.Int32 0",
  "string.Empty.Length + String.Empty.Length + System.String.Empty.Length": "System.Int32 0",
  "new[] { 1, 2, 3 } is int[] arr && arr.Length == 3": "System.Boolean True",
  'Convert.ToInt32(2.5) + Convert.ToInt32("7") + Convert.ToInt32(true)': "System.Int32 10",
  'string.Compare("a", "B", StringComparison.OrdinalIgnoreCase) < 0': "System.Boolean True",
  '"a".CompareTo("b") + string.CompareOrdinal("a", "b")': "System.Int32 -2",
  '"abc".Contains("b") && "abc".IndexOf(\'c\') == 2 && "a".PadLeft(3, \'0\') == "00a"':
    "System.Boolean True",
  'string.IsNullOrWhiteSpace(" ") ? "e" : "n"': "System.String e",
  "new string('x', 3) + new string(new[] { 'a', 'b' }, 1, 1)": "System.String xxxb",
  'new DateTime(2024, 2, 29).AddYears(1).ToString("yyyy-MM-dd")': "System.String 2025-02-28",
  "(DateTime.UtcNow - DateTime.UtcNow).TotalSeconds < 1": "System.Boolean True",
  'TimeSpan.FromSeconds(90).ToString(@"mm\\:ss")': "System.String 01:30",
  'context.Request.Headers.ContainsKey("A") ? context.Request.Headers["A"][0] : "no"':
    "System.String 1",
  'context.Request.Url.Query.GetValueOrDefault("x", "0")': "System.String 1",
  'context.Variables.TryGetValue("s", out var v) ? (string)v : "none"': "System.String str",
  'context.Variables.GetValueOrDefault<int>("n") + context.Variables.GetValueOrDefault<int>("zz", 7)':
    "System.Int32 10",
  '((string)context.Variables.GetValueOrDefault("q", "dflt")).ToUpper()': "System.String DFLT",
  "context.Variables.Where(kv => kv.Key.Length == 1).Select(kv => kv.Key).OrderBy(k => k).First()":
    "System.String n",
  'new[] { new { A = 1, B = "x" }, new { A = 2, B = "y" } }.Single(o => o.A == 2).B':
    "System.String y",
  "new[] { 1, 2, 3, 4 }.GroupBy(x => x % 2 == 0).Select(g => new { g.Key, Sum = g.Sum() }).OrderBy(o => o.Key).Last().Sum":
    "System.Int32 6",
  'new[] { "a", "b" }.SelectMany((s, i) => new[] { s + i, s }).Count()': "System.Int32 4",
  "new[] { 1, 2, 3 }.TakeWhile(x => x < 3).SkipWhile(x => x < 2).First()": "System.Int32 2",
  "new[] { 3, 1 }.OrderBy(x => x).Cast<object>().First()": "System.Int32 1",
  "new[] { 1, 2 }.Join(new[] { 2, 3 }, a => a, b => b, (a, b) => a + b).Sum()": "System.Int32 4",
  'new[] { "x" }.ToLookup(s => s, s => s.Length)["x"].First()': "System.Int32 1",
  "new[] { 1, 2 }.Except(new[] { 2 }).Union(new[] { 5 }).Intersect(new[] { 5, 1 }).Sum()":
    "System.Int32 6",
  "new[] { 1, 2 }.SequenceEqual(new List<int> { 1, 2 })": "System.Boolean True",
  "new int?[] { 1, null, 3 }.Sum()": "System.Int32 4",
  "new int?[] { 1, null, 3 }.Where(x => x.HasValue).Select(x => x.Value).Max()": "System.Int32 3",
  "new[] { \"b\", \"a\" }.Min() + new[] { 'x', 'y' }.Max()": "System.String ay",
  "new[] { 1.5f, 2f }.Max()": "System.Single 2",
  "new[] { DateTime.MinValue, DateTime.MaxValue }.Max() == DateTime.MaxValue":
    "System.Boolean True",
  "new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) }.Select(t => t.TotalSeconds).Sum()":
    "System.Double 3",
  "new[] { 1, 2 }.DefaultIfEmpty(7).First() + new int[0].DefaultIfEmpty(7).First()":
    "System.Int32 8",
  'Enumerable.Empty<string>().FirstOrDefault() ?? "none"': "System.String none",
  "new List<int>(new[] { 1, 2 }) { 3 }.Count": "System.Int32 3",
  "new Stack<int>(new[] { 1, 2 }).Pop() + new Queue<int>(new[] { 1, 2 }).Dequeue()":
    "System.Int32 3",
  "new HashSet<int> { 1 }.SetEquals(new[] { 1 })": "System.Boolean True",
  'Regex.Replace("a1", @"\\d", m => (int.Parse(m.Value) + 1).ToString())': "System.String a2",
  'Regex.Matches("a1b2", @"\\d").Cast<Match>().Select(m => m.Value).Aggregate((a, b) => a + b)':
    "System.String 12",
  'BitConverter.ToString(new SHA256Managed().ComputeHash(Encoding.UTF8.GetBytes("a"))).Substring(0, 5)':
    "System.String CA-97",
  'using (var h = new HMACSHA256(Encoding.UTF8.GetBytes("k"))) { return Convert.ToBase64String(h.ComputeHash(Encoding.UTF8.GetBytes("d"))).Length; }':
    "System.Int32 44",
  'XElement.Parse("<a x=\'1\'><b>2</b></a>").Element("b").Value + (string)XElement.Parse("<a x=\'1\'/>").Attribute("x")':
    "System.String 21",
  'new XElement("a", new XAttribute("b", 1), "t").ToString()': 'System.String <a b="1">t</a>',
  'XDocument.Parse("<r><i>1</i><i>2</i></r>").Root.Elements("i").Sum(e => (int)e)':
    "System.Int32 3",
  '(from e in XDocument.Parse("<r><i k=\'a\'/><i k=\'b\'/></r>").Descendants("i") select e.Attribute("k").Value).Last()':
    "System.String b",
  'Convert.ChangeType("5", typeof(int))': "System.Int32 5",
  '5.CompareTo(6) + "a".CompareTo("a")': "System.Int32 -1",
  "new Random(5).Next(1, 10) is int": "System.Boolean True",
  'DateTime.Parse("2024-05-01T10:00:00Z").ToUniversalTime().ToString("o")':
    "System.String 2024-05-01T10:00:00.0000000Z",
  'DateTimeOffset.Parse("2024-05-01T10:00:00+02:00").UtcDateTime.Hour': "System.Int32 8",
  'DateTimeOffset.FromUnixTimeSeconds(0).ToString("yyyy")': "System.String 1970",
  "new DateTime(2024, 1, 31).AddMonths(1).Day": "System.Int32 29",
  "(new DateTime(2024, 1, 2) - new DateTime(2024, 1, 1)).TotalHours": "System.Double 24",
  'Uri.EscapeDataString("a b&c") + WebUtility.UrlEncode("a b")': "System.String a%20b%26ca+b",
  "((int[])new[] { 1, 2 }.Clone())[1]": "System.Int32 2",
  'Array.IndexOf(new[] { "a" }, "a") + Array.FindIndex(new[] { 1 }, x => x == 1)': "System.Int32 0",
  'string.Join(",", new[] { 1, 2 }.Select(x => x.ToString("00")))': "System.String 01,02",
  'string.Join(",", new Dictionary<string, int> { ["a"] = 1 })': "System.String [a, 1]",
  '"{0}".Replace("{0}", "x") + string.Format("{{{0}}}", 1)': "System.String x{1}",
  'Encoding.UTF8.GetString(Convert.FromBase64String("aGk="))': "System.String hi",
  'JsonConvert.DeserializeObject<JObject>("{\\"a\\":1}")["a"].Value<int>()': "System.Int32 1",
  'JsonConvert.SerializeObject(new Dictionary<string, object> { ["a"] = 1, ["b"] = new List<string> { "x" } })':
    'System.String {"a":1,"b":["x"]}',
  'JObject.Parse("{\\"a\\":1.5,\\"b\\":true,\\"c\\":null}").Properties().Select(p => p.Name + p.Value.Type).Aggregate((x, y) => x + y)':
    "System.String aFloatbBooleancNull",
  "JArray.FromObject(new[] { 1, 2 }).Count": "System.Int32 2",
  "JToken.FromObject(5).Type.ToString()": "System.String Integer",
  '(JObject.Parse("{\\"a\\":[{\\"b\\":1},{\\"b\\":2}]}")["a"] as JArray)?.Sum(t => t["b"].Value<int>())':
    "System.Int32 3",
  'JObject.Parse("{\\"a\\":\\"2024-01-01\\"}")["a"].Type + ""': "System.String String",
  'JObject.Parse("{bad")': "!Newtonsoft.Json.JsonReaderException",
  '"abc".Substring(length: 1, startIndex: 1)': "System.String b",
  'string.Format(format: "{0}", arg0: 1)': "System.String 1",
});

typed("functions capture, recurse and take references", {
  "Func<int, string> f = Convert.ToString; return f(5);": "System.String 5",
  'Func<string, int> len = s => s.Length; return new[] { "a", "bb" }.Select(len).Sum();':
    "System.Int32 3",
  'Comparison<int> c = (a, b) => b - a; var l = new List<int> { 1, 3, 2 }; l.Sort(c); return string.Join("", l);':
    "System.String 321",
  "Func<int, int, int> add = (int a, int b) => a + b; return add(1, 2);": "System.Int32 3",
  'Func<int, string> f = x => { if (x > 0) return "p"; else return null; }; return f(1);':
    "System.String p",
  'Func<int, object> f = x => { if (x > 0) return 1; return "s"; }; return f(1);': "System.Int32 1",
  "int x = 5; Action a = () => { x = 7; }; a(); return x;": "System.Int32 7",
  "int x = 1; { int y = 2; Func<int> f = () => x + y; x = 10; return f(); }": "System.Int32 12",
  "var fs = new Func<int>[3]; for (int i = 0; i < 3; i++) { var k = i * i; fs[i] = () => k; } return fs[2]();":
    "System.Int32 4",
  "Func<Func<int>> mk = () => { int n = 0; return () => ++n; }; var c = mk(); c(); return c() + mk()();":
    "System.Int32 3",
  "int F(int n) { if (n == 0) return 0; int m = n; Func<int> g = () => m; return g() + F(n - 1); } return F(3);":
    "System.Int32 6",
  'Func<int> f = () => throw new InvalidOperationException("x"); try { return f(); } catch (InvalidOperationException e) { return e.Message; }':
    "System.String x",
  "((Func<int, int>)(x => x * 2))(4)": "System.Int32 8",
  "new Func<int, int>(x => x + 1)(1)": "System.Int32 2",
  'string F(string a = "x", int b = 2) => a + b; return F(b: 3) + F("q");': "System.String x3q2",
  "int i = 0; int G(int a, int b) => a * 10 + b; return G(b: i++, a: i++);": "System.Int32 10",
  "void F(out int x) { if (true) x = 1; } F(out var y); return y;": "System.Int32 1",
  "void F(out int x) { if (context.Tracing) { x = 1; return; } x = 2; } F(out var y); return y;":
    "System.Int32 2",
  "void F(ref int x) { x++; } int q = 1; F(ref q); return q;": "System.Int32 2",
  "var a = new[] { 1, 2 }; void F(ref int x) { x = 9; } F(ref a[1]); return a[1];":
    "System.Int32 9",
  "int F(out int a, out int b) { a = 1; b = 2; return 3; } return F(out int x, out var y) + x + y;":
    "System.Int32 6",
  "Func<string> f = () => context.Request.Method; return f();": "System.String GET",
  "string M() => context.Request.Method; return M();": "System.String GET",
});

typed("iterators run as far as they are asked, afresh each time", {
  "IEnumerable<int> Gen() { yield return 1; yield return 2; } return Gen().Sum();":
    "System.Int32 3",
  'IEnumerable<int> Count(int n) { for (int i = 0; i < n; i++) { if (i == 1) continue; if (i == 4) yield break; yield return i * i; } } return string.Join(",", Count(9));':
    "System.String 0,4,9",
  "IEnumerable<int> Ever() { int i = 0; while (true) yield return i++; } return Ever().Skip(2).Take(3).Sum();":
    "System.Int32 9",
  'var log = ""; IEnumerable<string> G() { log += "s"; try { foreach (var x in new[] { "a", "b" }) yield return x; } finally { log += "f"; } } foreach (var y in G()) { log += y; break; } return log;':
    "System.String saf",
  "IEnumerable<int> G() { yield return 1; } var g = G(); return g.Sum() + g.Sum();":
    "System.Int32 2",
  'IEnumerable<int> Tree(int d) { if (d > 0) foreach (var x in Tree(d - 1)) yield return x; yield return d; } return string.Join("", Tree(3));':
    "System.String 0123",
  'IEnumerable<string> G(int n) { switch (n) { case 1: yield return "one"; goto case 2; case 2: yield return "two"; break; default: yield return "d"; break; } do { yield return "e"; } while (false); } return string.Join(",", G(1));':
    "System.String one,two,e",
  "IEnumerator<int> G() { yield return 5; } var e = G(); return e.MoveNext() ? e.Current : 0;":
    "System.Int32 5",
  "IEnumerable<long> G() { yield return 5; } return G().First();": "System.Int64 5",
});

typed("generic local functions are made for the types they are called with", {
  'T Id<T>(T x) => x; return Id(5) + Id("a") + Id<long>(7);': "System.String 5a7",
  "T Pick<T>(bool c, T a, T b) => c ? a : b; return Pick(true, 1, 2.5);": "System.Double 1",
  'IEnumerable<T> Twice<T>(IEnumerable<T> xs) { foreach (var x in xs) { yield return x; yield return x; } } return string.Join("", Twice("ab")) + Twice(new[] { 1 }).Sum();':
    "System.String aabb2",
  'int Depth<T>(T x, int n) => n == 0 ? 0 : 1 + Depth(x, n - 1); return Depth("a", 3);':
    "System.Int32 3",
  'R Map<T, R>(T x, Func<T, R> f) => f(x); return Map("abc", s => s.Length);': "System.Int32 3",
  "string Kind<T>() => typeof(T).Name; return Kind<int>() + Kind<List<string>>();":
    "System.String Int32List`1",
  'int n = 0; T Touch<T>(T x) { n++; return x; } Touch(1); Touch("a"); Touch(2); return n;':
    "System.Int32 3",
  'T Def<T>() => default(T); return Def<int>() + (Def<string>() ?? "null");': "System.String 0null",
  'List<T> Wrap<T>(params T[] xs) => new List<T>(xs); return Wrap(1, 2, 3).Count + Wrap("a")[0];':
    "System.String 3a",
});
