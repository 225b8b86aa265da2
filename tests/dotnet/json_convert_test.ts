import { expressions } from "./check.ts";

expressions("FromObject makes tokens", {
  "JArray.FromObject(new[] { 1, 2 }).Sum(t => (int)t)": "3",
  'JObject.FromObject(new { a = 1, b = new[] { "x" }, c = DateTime.MinValue }).ToString(Formatting.None)':
    '{"a":1,"b":["x"],"c":"0001-01-01T00:00:00"}',
  'JObject.FromObject((1, "b")).ToString(Formatting.None)': '{"Item1":1,"Item2":"b"}',
  "JsonConvert.SerializeObject(new[] { (a: 1, b: (decimal?)null) })": '[{"Item1":1,"Item2":null}]',
  'JsonConvert.SerializeObject(Tuple.Create(1, "b"))': '{"Item1":1,"Item2":"b"}',
  "JObject.FromObject(5)":
    "!ArgumentException: Object serialized to Integer. JObject instance expected.",
  "JToken.FromObject(null)": "!ArgumentNullException: Value cannot be null. (Parameter 'o')",
});

expressions("JsonConvert and ToObject deserialize as Newtonsoft does", {
  'JToken.Parse("5").ToObject<string>()': "5",
  'JToken.Parse("[1,2]").ToObject<int[]>().Length': "2",
  'JToken.Parse("{\\"a\\":[1,2]}").ToObject<Dictionary<string, List<int>>>()["a"][1]': "2",
  'JToken.Parse("{\\"a\\":1}").ToObject<Dictionary<string, object>>()["a"].GetType().Name': "Int64",
  'JToken.Parse("[1]").ToObject<object>().GetType().Name': "JArray",
  'JsonConvert.DeserializeObject<int>("\\"x\\"")':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to integer: x. Path '', line 1, position 3.",
  'JsonConvert.DeserializeObject<int>("\\"5\\"")': "5",
  'JsonConvert.DeserializeObject<bool>("true")': "True",
  'JsonConvert.DeserializeObject<DateTime>("\\"2024-05-01T00:00:00Z\\"").Kind.ToString()': "Utc",
  'JsonConvert.DeserializeObject<List<int>>("{}")':
    "!Newtonsoft.Json.JsonSerializationException: Cannot deserialize the current JSON object (e.g. {\"name\":\"value\"}) into type 'System.Collections.Generic.List`1[System.Int32]' because the type requires a JSON array (e.g. [1,2,3]) to deserialize correctly.\nTo fix this error either change the JSON to a JSON array (e.g. [1,2,3]) or change the deserialized type so that it is a normal .NET type (e.g. not a primitive type like integer, not a collection type like an array or List<T>) that can be deserialized from a JSON object. JsonObjectAttribute can also be added to the type to force it to deserialize from a JSON object.\n Path '', line 1, position 1.",
  'JsonConvert.DeserializeObject<JObject>("[1]")':
    "!InvalidCastException: Unable to cast object of type 'Newtonsoft.Json.Linq.JArray' to type 'Newtonsoft.Json.Linq.JObject'.",
  'JsonConvert.DeserializeObject<Dictionary<string, int>>("{\\"a\\":\\"x\\"}")':
    "!Newtonsoft.Json.JsonReaderException: Could not convert string to integer: x. Path 'a', line 1, position 8.",
  'JsonConvert.DeserializeObject<string>("5")': "5",
  'JsonConvert.DeserializeObject<string>("true")': "true",
  'JsonConvert.DeserializeObject("5").GetType().Name': "Int64",
  'JsonConvert.DeserializeObject("{a:")':
    "!Newtonsoft.Json.JsonSerializationException: Unexpected end when deserializing object. Path 'a', line 1, position 3.",
  'JsonConvert.DeserializeObject<DayOfWeek>("\\"Friday\\"")': "Friday",
  'JsonConvert.DeserializeAnonymousType("{\\"a\\":5}", new { a = 0 }).a': "5",
  'JArray.Parse("[1,2]").ToObject<List<string>>()[0]': "1",
  'JObject.Parse("{\\"a\\":1}").ToObject<Dictionary<string, string>>().Count': "1",
});

expressions("JsonConvert serializes as Newtonsoft does", {
  'JsonConvert.SerializeObject(new List<KeyValuePair<string,int>> { new KeyValuePair<string,int>("a", 1) })':
    '[{"Key":"a","Value":1}]',
  'JsonConvert.SerializeObject(new Dictionary<string, object> { { "a", 1.0 }, { "b", new[] { 1L } } }, Formatting.Indented)':
    '{\n  "a": 1.0,\n  "b": [\n    1\n  ]\n}',
  'JsonConvert.SerializeObject(Tuple.Create(1, "x"))': '{"Item1":1,"Item2":"x"}',
  "JsonConvert.SerializeObject(new { a = (string)null, b = 1 }, new JsonSerializerSettings { NullValueHandling = NullValueHandling.Ignore })":
    '{"b":1}',
  "JsonConvert.SerializeObject(new { d = 5m, e = 1.10m, f = 1f/3, g = double.NaN, h = 1e21, i = 1e-7 })":
    '{"d":5.0,"e":1.10,"f":0.33333334,"g":"NaN","h":1E+21,"i":1E-07}',
  'JsonConvert.SerializeObject("a\\u2028</script>é")': '"a\\u2028</script>é"',
  'JsonConvert.ToString("x")': '"x"',
  "JsonConvert.SerializeObject(new int[2,2])": "[[0,0],[0,0]]",
  "JsonConvert.SerializeObject(Enumerable.Range(1,3).Where(x => x > 1))": "[2,3]",
  'JsonConvert.SerializeObject(new[] { "b" }.GroupBy(x => x))': '[["b"]]',
  'JsonConvert.SerializeObject(new Uri("http://x/a b"))': '"http://x/a b"',
});
