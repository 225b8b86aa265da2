import { expressions } from "./check.ts";

expressions("JsonConvert reads simple values by the reader's own rules", {
  'JToken.Parse("[1,\\"a\\"]").ToObject<int[]>()':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to integer: a. Path '[1]'.",
  'JsonConvert.DeserializeObject<int[]>("[1,\\"a\\"]")':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to integer: a. Path '[1]', line 1, position 6.",
  'JsonConvert.DeserializeObject<int>("{}")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: {. Path '', line 1, position 1.",
  'JsonConvert.DeserializeObject<string>("[1]")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: [. Path '', line 1, position 1.",
  'JsonConvert.DeserializeObject<long>("[1]")':
    "!Newtonsoft.Json.JsonSerializationException: Cannot deserialize the current JSON array (e.g. [1,2,3]) into type 'System.Int64' because the type requires a JSON primitive value (e.g. string, number, boolean, null) to deserialize correctly.\nTo fix this error either change the JSON to a JSON primitive value (e.g. string, number, boolean, null) or change the deserialized type to an array or a type that implements a collection interface (e.g. ICollection, IList) like List<T> that can be deserialized from a JSON array. JsonArrayAttribute can also be added to the type to force it to deserialize from a JSON array.\n Path '', line 1, position 1.",
  'JsonConvert.DeserializeObject<int>("1.5")':
    "!Newtonsoft.Json.JsonReaderException: Input string '1.5' is not a valid integer. Path '', line 1, position 3.",
  'JsonConvert.DeserializeObject<int>("5000000000")':
    "!Newtonsoft.Json.JsonReaderException: JSON integer 5000000000 is too large or small for an Int32. Path '', line 1, position 10.",
  'JsonConvert.DeserializeObject<int>("\\"\\"")':
    "!Newtonsoft.Json.JsonSerializationException: Error converting value {null} to type 'System.Int32'. Path '', line 1, position 2.",
  'JsonConvert.DeserializeObject<int?>("\\"\\"") == null': "True",
  'JsonConvert.DeserializeObject<int>("null")':
    "!Newtonsoft.Json.JsonSerializationException: Error converting value {null} to type 'System.Int32'. Path '', line 1, position 4.",
  'JsonConvert.DeserializeObject<Dictionary<string,string>>("{\\"d\\":\\"2024-05-01T10:00:00Z\\",\\"n\\":1.50,\\"b\\":true,\\"z\\":null}").Select(kv => kv.Key + "=" + kv.Value).Aggregate((a, b) => a + ";" + b)':
    "d=2024-05-01T10:00:00Z;n=1.50;b=true;z=",
  'JToken.Parse("{\\"d\\":\\"2024-05-01T10:00:00Z\\",\\"n\\":1.50,\\"b\\":true,\\"z\\":null}").ToObject<Dictionary<string,string>>().Select(kv => kv.Key + "=" + kv.Value).Aggregate((a, b) => a + ";" + b)':
    "d=05/01/2024 10:00:00;n=1.5;b=True;z=",
  'JsonConvert.DeserializeObject<Dictionary<string,object>>("{\\"d\\":\\"2024-05-01T10:00:00Z\\"}")["d"].GetType().Name':
    "DateTime",
  'JsonConvert.DeserializeObject<JObject>("{\\"d\\":[\\"2024-05-01T10:00:00Z\\"]}")["d"][0].Type':
    "Date",
  'JsonConvert.DeserializeObject("{\\"d\\":\\"2024-05-01T10:00:00Z\\"}").ToString()':
    '{\n  "d": "2024-05-01T10:00:00Z"\n}',
  'JsonConvert.DeserializeObject<DateTime>("\\"2024-05-01T10:00:00Z\\"").Kind': "Utc",
  'JsonConvert.DeserializeObject<List<DateTime>>("[\\"2024-05-01T10:00:00\\"]")[0].Kind':
    "Unspecified",
  'JsonConvert.DeserializeObject<DateTime>("\\"x\\"")':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to DateTime: x. Path '', line 1, position 3.",
  'JsonConvert.DeserializeObject<bool>("5")': "True",
  'JsonConvert.DeserializeObject<double>("\\"1.5\\"")': "1.5",
  'JsonConvert.DeserializeObject<decimal>("1.50")': "1.50",
  'JsonConvert.DeserializeObject<Guid>("\\"x\\"")':
    "!Newtonsoft.Json.JsonSerializationException: Error converting value \"x\" to type 'System.Guid'. Path '', line 1, position 3.",
  'JsonConvert.DeserializeObject<List<string>>("[1,true,null,\\"x\\",1.50]").Count': "5",
  'string.Join("|", JsonConvert.DeserializeObject<List<string>>("[1,true,\\"x\\",1.50,1e3]"))':
    "1|true|x|1.50|1e3",
  'JsonConvert.DeserializeObject<KeyValuePair<string,int>>("{\\"Key\\":\\"a\\",\\"Value\\":2}").Value':
    "2",
  'JsonConvert.DeserializeObject<HashSet<int>>("[1,1]").Count': "1",
  'JsonConvert.DeserializeObject<JArray>("{}")':
    "!InvalidCastException: Unable to cast object of type 'Newtonsoft.Json.Linq.JObject' to type 'Newtonsoft.Json.Linq.JArray'.",
  'JsonConvert.DeserializeObject<JToken>("5").Type': "Integer",
  'JsonConvert.DeserializeObject<JObject>("null") == null': "True",
  'JsonConvert.DeserializeObject<object>("null") == null': "True",
  'JsonConvert.DeserializeObject<int[]>("[1,2,]").Length': "2",
  'JsonConvert.DeserializeObject<List<int>>("[1,2")':
    "!Newtonsoft.Json.JsonSerializationException: Unexpected end when deserializing array. Path '[1]', line 1, position 4.",
  'JsonConvert.DeserializeObject<List<int>>("[1] x")':
    "!Newtonsoft.Json.JsonReaderException: Additional text encountered after finished reading JSON content: x. Path '', line 1, position 4.",
  'JsonConvert.DeserializeObject<Dictionary<string, Dictionary<string, int>>>("{\\"a\\":{\\"b\\":1}}")["a"]["b"]':
    "1",
});

expressions("tokens are built, read and refused as by Newtonsoft", {
  'new JObject(new JProperty("a", new object[] { 1, "x" })).ToString(Formatting.None)':
    '{"a":[1,"x"]}',
  'new JObject(new JProperty("d", new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc)), new JProperty("t", TimeSpan.FromSeconds(1)), new JProperty("g", Guid.Empty), new JProperty("b", new byte[] { 1 }), new JProperty("m", 1.50m), new JProperty("f", 2f)).ToString(Formatting.None)':
    '{"d":"2024-05-01T00:00:00Z","t":"00:00:01","g":"00000000-0000-0000-0000-000000000000","b":"AQ==","m":1.50,"f":2.0}',
  "new JArray(Enumerable.Range(1, 3)).ToString(Formatting.None)": "[1,2,3]",
  'new JArray(new[] { "a", "b" }.Select(s => new JObject(new JProperty("n", s)))).ToString(Formatting.None)':
    '[{"n":"a"},{"n":"b"}]',
  'new JObject(new[] { "a", "b" }.Select(s => new JProperty(s, s.Length))).ToString(Formatting.None)':
    '{"a":1,"b":1}',
  'JObject.FromObject(new Dictionary<string, object> { { "x", new List<int> { 1 } }, { "y", null } }).ToString(Formatting.None)':
    '{"x":[1],"y":null}',
  "JArray.FromObject(new[] { new { a = 1 } }).ToString(Formatting.None)": '[{"a":1}]',
  "JToken.FromObject(new[] { 1.0, 2.5 }).ToString(Formatting.None)": "[1.0,2.5]",
  'var o = new JObject(); o["a"] = new JArray(1, 2); o["a"][0] = "z"; ((JArray)o["a"]).Add(3); return o.ToString(Formatting.None);':
    '{"a":["z",2,3]}',
  'var o = new JObject(); o["x"] = JToken.FromObject(new { a = 1 }); o["x"]["b"] = 2; return o.ToString(Formatting.None);':
    '{"x":{"a":1,"b":2}}',
  'var o = JObject.Parse("{\\"a\\":[{\\"b\\":1},{\\"b\\":2}]}"); foreach (var t in o["a"]) { t["b"] = (int)t["b"] * 10; } return o.ToString(Formatting.None);':
    '{"a":[{"b":10},{"b":20}]}',
  'var o = JObject.Parse("{\\"a\\":[1,2,3]}"); var a = (JArray)o["a"]; for (int i = a.Count - 1; i >= 0; i--) { if ((int)a[i] % 2 == 1) a.RemoveAt(i); } return o.ToString(Formatting.None);':
    '{"a":[2]}',
  'var o = JObject.Parse("{\\"a\\":[1,2,3]}"); foreach (var t in o["a"]) { t.Remove(); } return 1;':
    "!InvalidOperationException: Collection was modified; enumeration operation may not execute.",
  'var o = JObject.Parse("{\\"a\\":1}"); o["a"] = o["a"].Value<int>() + 1; return o.ToString(Formatting.None);':
    '{"a":2}',
  'var o = JObject.Parse("{\\"a\\":{\\"b\\":1}}"); var p = o["a"]; o.Remove("a"); return p.Parent == null;':
    "False",
  'var o = JObject.Parse("{\\"a\\":{\\"b\\":1}}"); return o["a"]["b"].Root == o;': "True",
  'var o = JObject.Parse("{\\"a\\":1}"); var p = o.Property("a"); p.Value = "x"; return p.ToString();':
    '"a": "x"',
  'var o = JObject.Parse("{\\"a\\":1}"); o.Property("a").Replace(new JProperty("b", 2)); return o.ToString(Formatting.None);':
    '{"b":2}',
  'var o = JObject.Parse("{\\"a\\":1}"); o.RemoveAll(); return o.Count;': "0",
  'var o = JObject.Parse("{\\"a\\":1}"); o.AddFirst(new JProperty("z", 1)); return o.ToString(Formatting.None);':
    '{"z":1,"a":1}',
  'JObject.Parse("{\\"a\\":1}")["a"].ToString(Formatting.Indented)': "1",
  'JToken.Parse("\\"a\\\\\\"b\\"").ToString()': 'a"b',
  'JToken.Parse("\\"a\\\\\\"b\\"").ToString(Formatting.None)': '"a\\"b"',
  'JToken.Parse("1.0").ToString() + JToken.Parse("1.0").ToString(Formatting.None)': "11.0",
  'JToken.Parse("1e400").ToString()': "Infinity",
  'JToken.Parse("-0").ToString()': "0",
  'JToken.Parse("1E2").ToString(Formatting.None)': "100.0",
  'JToken.Parse("0.1").Value<decimal>()': "0.1",
  'JToken.Parse("3.999").Value<int>()': "4",
  'JToken.Parse("\\"3.5\\"").Value<double>()': "3.5",
  'JToken.Parse("\\"3.5\\"").Value<int>()':
    "!FormatException: The input string '3.5' was not in a correct format.",
  'JToken.Parse("true").Value<int>()': "1",
  'JToken.Parse("true").Value<string>()': "True",
  'JToken.Parse("1").Value<bool>()': "True",
  'JToken.Parse("\\"true\\"").Value<bool>()': "True",
  'JToken.Parse("null").Value<string>() == null': "True",
  'JToken.Parse("null").ToObject<int?>() == null': "True",
  'JToken.Parse("null").ToObject<int>()': "!ArgumentException: Can not convert Null to Int32.",
  'JToken.Parse("{}").ToObject<int>()': "!ArgumentException: Can not convert Object to Int32.",
  'JToken.Parse("\\"abc\\"").ToObject<int>()':
    "!FormatException: The input string 'abc' was not in a correct format.",
  'JToken.Parse("[1,\\"a\\"]").ToObject<int[]>()':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to integer: a. Path '[1]'.",
  '(string)JToken.Parse("\\"2024-05-01T10:00:00.123+05:30\\"")': "05/01/2024 04:30:00",
  'JToken.Parse("\\"2024-05-01T10:00:00.123+05:30\\"").ToString(Formatting.None)':
    '"2024-05-01T04:30:00.123+00:00"',
  '((DateTime)JToken.Parse("\\"2024-05-01T10:00:00Z\\"")).Kind': "Utc",
  'JToken.Parse("\\"2024-02-30T10:00:00Z\\"").Type': "String",
  'JToken.Parse("\\"2024-05-01T10:00:00.12345678Z\\"").Type': "String",
  'JToken.Parse("\\"/Date(1714557600000)/\\"").ToString()': "05/01/2024 10:00:00",
  'JToken.Parse("\\"10:00:00\\"").Type': "String",
  'JObject.Parse("{\\"a\\":\\"x\\",}").Count': "1",
  'JObject.Parse("{\\"a\\":0x10, \\"b\\":010}").ToString(Formatting.None)': '{"a":16,"b":8}',
  [`JObject.Parse("{'a':'it\\\\'s'}")["a"].ToString()`]: "it's",
  'JObject.Parse("{\\"a\\":\\"tab\\there\\"}")["a"].ToString()': "tab\there",
  'JObject.Parse("{\\"a\\":\\"line\\nbreak\\"}")["a"].ToString()': "line\nbreak",
  'JObject.Parse("// c\\n{\\"a\\":1}").Count': "1",
  'JObject.Parse("{\\"a\\":1} // c").Count': "1",
  'JObject.Parse("{\\"a\\":1}{\\"b\\":2}")':
    "!Newtonsoft.Json.JsonReaderException: Additional text encountered after finished reading JSON content: {. Path '', line 1, position 7.",
  'JObject.Parse("{\\"a\\":tru}")':
    "!Newtonsoft.Json.JsonReaderException: Error parsing boolean value. Path 'a', line 1, position 8.",
  'JObject.Parse("{\\"a\\":nul}")':
    "!Newtonsoft.Json.JsonReaderException: Error parsing null value. Path 'a', line 1, position 8.",
  'JObject.Parse("{\\"a\\":1.2.3}")':
    "!Newtonsoft.Json.JsonReaderException: Input string '1.2.3' is not a valid number. Path 'a', line 1, position 10.",
  'JObject.Parse("{\\"a\\":--1}")':
    "!Newtonsoft.Json.JsonReaderException: Input string '--1' is not a valid number. Path 'a', line 1, position 8.",
  'JObject.Parse("{\\"a\\":+1}")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: +. Path 'a', line 1, position 5.",
  'JObject.Parse("{\\"a\\":\\"\\\\u12\\"}")':
    "!Newtonsoft.Json.JsonReaderException: Invalid Unicode escape sequence: \\u12\"}. Path 'a', line 1, position 8.",
  'JObject.Parse("{\\"a\\":\\"\\\\q\\"}")':
    "!Newtonsoft.Json.JsonReaderException: Bad JSON escape sequence: \\q. Path 'a', line 1, position 8.",
  'JObject.Parse("{a b:1}")':
    "!Newtonsoft.Json.JsonReaderException: Invalid character after parsing property name. Expected ':' but got: b. Path '', line 1, position 3.",
  'JObject.Parse("{1:2}").ToString(Formatting.None)': '{"1":2}',
  'JObject.Parse("{:1}")':
    "!Newtonsoft.Json.JsonReaderException: Invalid property identifier character: :. Path '', line 1, position 1.",
  'JObject.Parse("{\\"a\\"}")':
    "!Newtonsoft.Json.JsonReaderException: Invalid character after parsing property name. Expected ':' but got: }. Path '', line 1, position 4.",
  'JObject.Parse("{\\"a\\":1;}")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing number: ;. Path 'a', line 1, position 6.",
  'JObject.Parse("<html>")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: <. Path '', line 0, position 0.",
  'JObject.Parse("\\"x\\"")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JObject from JsonReader. Current JsonReader item is not an object: String. Path '', line 1, position 3.",
  'JArray.Parse("[1 2]")':
    "!Newtonsoft.Json.JsonReaderException: After parsing a value an unexpected character was encountered: 2. Path '[0]', line 1, position 3.",
  'JArray.Parse("[1,2}")':
    "!Newtonsoft.Json.JsonReaderException: JsonToken EndObject is not valid for closing JsonType Array. Path '', line 1, position 5.",
  'JArray.Parse("[")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JArray from JsonReader. Path '', line 1, position 1.",
  'JToken.Parse("{\\"a\\":[1,{\\"b\\":}]}")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: }. Path 'a[1].b', line 1, position 13.",
});

expressions("JSONPath filters compare as Newtonsoft's", {
  'string.Join(",", JArray.Parse("[{\\"n\\":\\"abc\\"},{\\"n\\":\\"ABX\\"}]").SelectTokens("[?(@.n =~ /^AB/i)].n"))':
    "abc,ABX",
  [`JArray.Parse("[{\\"n\\":\\"2024-05-01T10:00:00Z\\"}]").SelectTokens("[?(@.n == '2024-05-01T10:00:00Z')]").Count()`]:
    "1",
  'JArray.Parse("[{\\"n\\":1},{\\"n\\":null},{\\"n\\":\\"1\\"}]").SelectTokens("[?(@.n == 1)]").Count()':
    "1",
  'JArray.Parse("[{\\"n\\":1},{\\"n\\":null},{\\"n\\":\\"1\\"}]").SelectTokens("[?(@.n == null)]").Count()':
    "1",
  'JArray.Parse("[{\\"n\\":1},{\\"n\\":null},{\\"n\\":\\"1\\"}]").SelectTokens("[?(@.n != 1)]").Count()':
    "2",
  'JArray.Parse("[{\\"n\\":{\\"m\\":true}}]").SelectTokens("[?(@.n.m == true)]").Count()': "1",
  'JArray.Parse("[1,5,9]").SelectTokens("[?(@ > 4)]").Count()': "2",
  'JObject.Parse("{\\"store\\":{\\"book\\":[{\\"p\\":8.95},{\\"p\\":12}]}}").SelectTokens("$.store.book[?(@.p < 10)]").Count()':
    "1",
  'JObject.Parse("{\\"store\\":{\\"book\\":[{\\"p\\":8.95},{\\"p\\":12}]}}").SelectTokens("$..book[*].p").Sum(t => (double)t)':
    "20.95",
  'JObject.Parse("{\\"store\\":{\\"book\\":[{\\"p\\":8.95},{\\"p\\":12}]}}").SelectTokens("$..*").Count()':
    "7",
  [`JObject.Parse("{\\"a\\":[{\\"b\\":1}]}").SelectToken("a[0]['b']").ToString()`]: "1",
  'JObject.Parse("{\\"a\\":[1,2,3]}").SelectToken("a[-1:]").ToString()': "3",
  'JObject.Parse("{\\"a\\":[1,2,3]}").SelectTokens("a[::2]").Count()': "2",
  [`JObject.Parse("{\\"a\\":{\\"x\\":1,\\"y\\":2}}").SelectTokens("a['x','y']").Count()`]: "2",
  [`JObject.Parse("{\\"a.b\\":1}").SelectToken("['a.b']").ToString()`]: "1",
  'JObject.Parse("{\\"a\\":1}").SelectToken("$.a").ToString()': "1",
  'JObject.Parse("{\\"a\\":1}").SelectToken("$.")':
    "!Newtonsoft.Json.JsonException: Unexpected end while parsing path.",
  'JObject.Parse("{\\"a\\":1}").SelectToken("a..")':
    "!Newtonsoft.Json.JsonException: Unexpected end while parsing path.",
  'JObject.Parse("{\\"a\\":1}").SelectToken("a b")':
    "!Newtonsoft.Json.JsonException: Unexpected character while parsing path:  ",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[x]")':
    "!Newtonsoft.Json.JsonException: Unexpected character while parsing path indexer: x",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[]")':
    "!Newtonsoft.Json.JsonException: Array index expected.",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[0]x")':
    "!Newtonsoft.Json.JsonException: Unexpected character following indexer: x",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[?(@.b]")':
    "!Newtonsoft.Json.JsonException: Could not read query operator.",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[::0]")':
    "!Newtonsoft.Json.JsonException: Step cannot be zero.",
});
