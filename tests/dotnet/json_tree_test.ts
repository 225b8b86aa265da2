import { expressions } from "./check.ts";

expressions("tokens are built, changed and walked as Newtonsoft's", {
  'JObject.Parse("{\\"a\\":1}").Property("a").Value.ToString()': "1",
  'JObject.Parse("{\\"a\\":1}").Properties().Select(p => p.Name + "=" + p.Value).First()': "a=1",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); foreach (var p in o) { return p.Key + p.Value; } return "";':
    "a1",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); var s = ""; foreach (JProperty p in o.Properties()) { s += p.Name; } return s;':
    "ab",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); var s = ""; foreach (KeyValuePair<string, JToken> p in o) { s += p.Key; } return s;':
    "ab",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); foreach (var p in o.Properties()) { p.Remove(); } return 1;':
    "!InvalidOperationException: Collection was modified; enumeration operation may not execute.",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); foreach (var p in o.Properties().ToList()) { p.Remove(); } return o.Count;':
    "0",
  'var o = JObject.Parse("{\\"a\\":1}"); o.Add("a", 2); return 1;':
    "!ArgumentException: Can not add property a to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.",
  'var o = new JObject(); o.Add(new JProperty("x", new JArray(1, "b", null, 2.5))); return o.ToString(Newtonsoft.Json.Formatting.None);':
    '{"x":[1,"b",null,2.5]}',
  'new JObject { { "a", 1 }, { "b", new JObject { ["c"] = true } } }.ToString(Formatting.None)':
    '{"a":1,"b":{"c":true}}',
  'new JObject { ["a"] = "x", ["b"] = null }.ToString(Formatting.None)': '{"a":"x","b":null}',
  'new JArray { 1, "a", new JObject() }.ToString(Formatting.None)': '[1,"a",{}]',
  "new JArray(new[] { 1, 2 }).Count": "2",
  'new JArray(new List<string> { "a", "b" }).ToString(Formatting.None)': '["a","b"]',
  'string.Join(",", JObject.Parse("{\\"a\\":1,\\"b\\":\\"x\\"}").Values().Select(v => v.Type))':
    "Integer,String",
  'JObject.Parse("{\\"a\\":1}").First.Path': "a",
  '((JProperty)JObject.Parse("{\\"a\\":1}").First).Name': "a",
  'JObject.Parse("{\\"a\\":1,\\"b\\":2}").Last.ToString()': '"b": 2',
  'JObject.Parse("{\\"a\\":1,\\"b\\":2}")["a"].Parent.ToString()': '"a": 1',
  'JObject.Parse("{\\"a\\":1,\\"b\\":2}")["a"].Parent.Next.Path': "b",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); o["a"].Remove(); return 1;':
    "!Newtonsoft.Json.JsonException: Cannot add or remove items from Newtonsoft.Json.Linq.JProperty.",
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); o["a"].Parent.Remove(); return o.ToString(Formatting.None);':
    '{"b":2}',
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); o.Remove("a"); o.Property("b").AddBeforeSelf(new JProperty("z", 0)); return o.ToString(Formatting.None);':
    '{"z":0,"b":2}',
  'var o = JObject.Parse("{\\"a\\":1,\\"b\\":2}"); o["a"].Replace("x"); return o.ToString(Formatting.None);':
    '{"a":"x","b":2}',
  'var a = JArray.Parse("[1,2,3]"); a[1].Remove(); a.Add(9); a.Insert(0, "f"); a.RemoveAt(1); a[0] = 7; return a.ToString(Formatting.None);':
    "[7,3,9]",
  'var a = JArray.Parse("[1,2,3]"); a.First.AddAfterSelf("x"); return a.ToString(Formatting.None);':
    '[1,"x",2,3]',
  'JArray.Parse("[1]")[3]':
    "!ArgumentOutOfRangeException: Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
  'JArray.Parse("[1]")["x"]':
    '!ArgumentException: Accessed JArray values with invalid key value: "x". Int32 array index expected.',
  'JObject.Parse("{\\"a\\":1}")[0]':
    "!ArgumentException: Accessed JObject values with invalid key value: 0. Object property name expected.",
  'JToken t = JObject.Parse("{\\"a\\":1}"); return t[0];':
    "!ArgumentException: Accessed JObject values with invalid key value: 0. Object property name expected.",
  'JToken t = JArray.Parse("[5]"); return (int)t[0];': "5",
  'JToken.DeepEquals(JObject.Parse("{\\"a\\":1,\\"b\\":[1]}"), JObject.Parse("{\\"b\\":[1],\\"a\\":1}"))':
    "True",
  'JToken.DeepEquals(JToken.Parse("1"), JToken.Parse("1.0"))': "False",
  'new JValue(5).ToString() + new JValue("x").ToString() + new JValue(true)': "5xTrue",
  "new JValue(5).Equals(new JValue(5))": "True",
  "JValue.CreateNull().Type.ToString()": "Null",
  [`new JValue((object)'c')`]:
    "!ArgumentException: Could not determine JSON object type for type System.Char.",
  'new JProperty("a", 1, 2).ToString()': '"a": [\n  1,\n  2\n]',
  'new JObject("x")':
    "!ArgumentException: Can not add Newtonsoft.Json.Linq.JValue to Newtonsoft.Json.Linq.JObject.",
  'new JArray(new JProperty("a", 1))':
    "!ArgumentException: Can not add Newtonsoft.Json.Linq.JProperty to Newtonsoft.Json.Linq.JArray.",
  'JToken.Parse("{\\"a\\":1}").Children().Count()': "1",
  'JToken.Parse("{\\"a\\":1}").Children<JProperty>().First().Name': "a",
  'JObject.Parse("{\\"a\\":{\\"b\\":1}}").Descendants().OfType<JProperty>().Count()': "2",
  'JObject.Parse("{\\"a\\":{\\"b\\":1}}").Descendants().Where(t => t.Type == JTokenType.Integer).Count()':
    "1",
  'JObject.Parse("{\\"a\\":{\\"b\\":1}}")["a"]["b"].Ancestors().Count()': "4",
  'JObject.Parse("{\\"a\\":1}").TryGetValue("A", StringComparison.OrdinalIgnoreCase, out JToken t) ? (int)t : 0':
    "1",
  'JObject.Parse("{\\"a\\":1}").ContainsKey("a")': "True",
  'JObject.Parse("{\\"Error\\":{\\"Code\\":1}}").GetValue("error", StringComparison.OrdinalIgnoreCase)?["Code"]?.ToString()':
    "1",
  'var o = new JObject(); o["a"] = null; return o["a"].Type.ToString();': "Null",
  '$"{JToken.Parse("1234.5"):N2}"': "1,234.50",
  '$"{JToken.Parse("5"):D3}"': "005",
  'JArray.Parse("[3,1,2]").OrderBy(t => t).First().ToString()': "1",
  'JArray.Parse("[3,1,2]").Max(t => (int)t)': "3",
  'string.Join(",", JArray.Parse("[\\"b\\",\\"a\\"]").Select(t => (string)t).OrderBy(t => t))':
    "a,b",
  'JArray.Parse("[1,2]").Contains(JToken.Parse("1"))': "False",
  'JArray.Parse("[[1],[2]]").SelectMany(t => t).Sum(t => (int)t)': "3",
  'JArray.Parse("[{\\"a\\":1},{\\"a\\":2}]").Children()["a"].Values<int>().Sum()': "3",
  'JArray.Parse("[{\\"a\\":1},{\\"a\\":2}]").Values("a").Count()': "2",
  'JObject.Parse("{\\"a\\":[1,2]}")["a"].Values<int>().Sum()': "3",
  'JObject.Parse("{\\"a\\":\\"2024-05-01T10:00:00+02:00\\"}")["a"].ToString(Formatting.None)':
    '"2024-05-01T08:00:00+00:00"',
  'JObject.Parse("{\\"a\\":5}")["a"].Equals(5)': "False",
  'JObject.Parse("{\\"a\\":\\"x\\"}")["a"].ToString() == "x"': "True",
  'JObject.Parse("{\\"a\\":1}")["a"] is JValue v && v.Value is long': "True",
  'JObject.Parse("{\\"a\\":1}").DeepClone().ToString(Formatting.None)': '{"a":1}',
  '((JObject)JToken.Parse("{\\"a\\":1}")).Count': "1",
  'JToken.Parse("{\\"a\\":1}").Type == JTokenType.Object': "True",
  'JToken.Parse("{\\"a\\":1,}").ToString(Formatting.None)': '{"a":1}',
  'JToken.Parse("{\\"a\\":undefined}")["a"].Type.ToString()': "Undefined",
  'new JObject(new JProperty("a", 1)).Property("a").Value.GetType().Name': "JValue",
  '((JValue)new JObject(new JProperty("a", 1))["a"]).Value.GetType().Name': "Int32",
  'var o = new JObject(); o["a"] = 1; return ((JValue)o["a"]).Value.GetType().Name;': "Int64",
  'var o = JObject.Parse("{\\"u\\":{\\"t\\":5}}"); return (int?)o["u"]?["t"] ?? 0;': "5",
  'var o = JObject.Parse("{}"); return (int?)o["u"]?["t"] ?? 0;': "0",
  'JObject.Parse("{\\"a\\":1}").Count': "1",
  'JObject.Parse("{\\"a\\":1}").Children().Any()': "True",
  'JObject.Parse("{\\"a\\":{\\"b\\":{\\"c\\":1}}}").ToString()':
    '{\n  "a": {\n    "b": {\n      "c": 1\n    }\n  }\n}',
  '((IDictionary<string, JToken>)JObject.Parse("{\\"a\\":1}")).Keys.First()': "a",
  'new Dictionary<string, JToken>(JObject.Parse("{\\"a\\":1}")).Count': "1",
  'JObject.Parse("{\\"a\\":{\\"x\\":1},\\"b\\":{\\"x\\":2}}").Properties().ToDictionary(p => p.Name, p => (int)p.Value["x"])["b"]':
    "2",
  'new JRaw("{x}").ToString() + new JObject(new JProperty("a", new JRaw("[1, 2]"))).ToString(Formatting.None)':
    '{x}{"a":[1, 2]}',
  'new JObject(new JProperty("u", new Uri("http://x/"))).ToString(Formatting.None)':
    '{"u":"http://x/"}',
});

expressions("merging follows the settings", {
  'var a = JObject.Parse("{\\"x\\":{\\"y\\":1},\\"l\\":[1]}"); a.Merge(JObject.Parse("{\\"x\\":{\\"z\\":2},\\"l\\":[2],\\"n\\":null}")); return a.ToString(Formatting.None);':
    '{"x":{"y":1,"z":2},"l":[1,2],"n":null}',
  'var a = JObject.Parse("{\\"l\\":[1,2]}"); a.Merge(JObject.Parse("{\\"l\\":[2,3]}"), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Union }); return a.ToString(Formatting.None);':
    '{"l":[1,2,3]}',
  'var a = JObject.Parse("{\\"l\\":[1,2]}"); a.Merge(JObject.Parse("{\\"l\\":[9]}"), new JsonMergeSettings { MergeArrayHandling = MergeArrayHandling.Replace }); return a.ToString(Formatting.None);':
    '{"l":[9]}',
});

expressions("tokens convert to C#'s types", {
  '(decimal)JObject.Parse("{\\"a\\":1.25}")["a"]': "1.25",
  '(float)JObject.Parse("{\\"a\\":1.25}")["a"]': "1.25",
  '(Guid)JObject.Parse("{\\"a\\":\\"4f9a2c1e-7b3d-4e5f-8a6b-0c1d2e3f4a5b\\"}")["a"]':
    "4f9a2c1e-7b3d-4e5f-8a6b-0c1d2e3f4a5b",
  '(TimeSpan)JToken.Parse("\\"00:01:30\\"")': "00:01:30",
  '(DateTime)JToken.Parse("\\"2024-05-01\\"")': "05/01/2024 00:00:00",
  '(char)JToken.Parse("\\"x\\"")': "x",
  '(bool?)JObject.Parse("{\\"a\\":null}")["a"] == null': "True",
  '(bool)JObject.Parse("{\\"a\\":\\"yes\\"}")["a"]':
    "!FormatException: String 'yes' was not recognized as a valid Boolean.",
  '(int)JToken.Parse("1e2")': "100",
  '(int)JToken.Parse("123456789012345678901")':
    "!OverflowException: Value was either too large or too small for an Int32.",
  '(double)JToken.Parse("123456789012345678901")': "1.2345678901234568E+20",
  '(string)JToken.Parse("123456789012345678901")': "123456789012345678901",
  '(ulong)JToken.Parse("5")': "5",
  '(byte)JToken.Parse("256")':
    "!OverflowException: Value was either too large or too small for an unsigned byte.",
  'JToken x = 5; JToken y = "s"; JToken z = true; JToken w = 1.5; return $"{x.Type}{y.Type}{z.Type}{w.Type}";':
    "IntegerStringBooleanFloat",
  "JToken x = (string)null; return x.Type.ToString();": "String",
  "JToken x = (int?)null; return x.Type.ToString();": "Null",
  'JArray.Parse("[{\\"a\\":1}]").Children<JObject>().First()["a"].Value<int>()': "1",
  'JObject.Parse("{\\"a\\":1.5}").Value<int>("a")': "2",
  'JObject.Parse("{\\"a\\":null}").Value<int>("a")':
    "!InvalidCastException: Null object cannot be converted to a value type.",
  'JObject.Parse("{\\"a\\":null}").Value<string>("a") == null': "True",
  'JObject.Parse("{\\"a\\":{}}").Value<string>("a")':
    "!InvalidCastException: Cannot cast Newtonsoft.Json.Linq.JObject to Newtonsoft.Json.Linq.JToken.",
  'JObject.Parse("{\\"a\\":{}}").Value<JObject>("a").Count': "0",
  'JObject.Parse("{\\"a\\":5}").Value<JObject>("a")':
    "!InvalidCastException: Invalid cast from 'System.Int64' to 'Newtonsoft.Json.Linq.JObject'.",
  'JObject.Parse("{\\"a\\":\\"x\\"}").Value<object>("a").GetType().Name': "JValue",
  'JObject.Parse("{\\"a\\":\\"2024-05-01T10:00:00Z\\"}").Value<string>("a")': "05/01/2024 10:00:00",
  '(JObject)JToken.Parse("[1]")':
    "!InvalidCastException: Unable to cast object of type 'Newtonsoft.Json.Linq.JArray' to type 'Newtonsoft.Json.Linq.JObject'.",
  'JObject.Parse("{\\"a\\":true}")["a"].Value<bool>() ? "y" : "n"': "y",
  'JObject.Parse("{\\"a\\":\\"abc\\"}")["a"].Value<string>().Length': "3",
  '(Uri)JToken.Parse("\\"http://x/y\\"")': "http://x/y",
});
