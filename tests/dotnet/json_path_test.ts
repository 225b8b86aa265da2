import { expressions } from "./check.ts";

expressions("SelectToken follows Newtonsoft's JSONPath", {
  'JObject.Parse("{\\"a\\":{\\"b\\":[1,2,{\\"c\\":3}]}}").SelectToken("a.b[2].c").Path': "a.b[2].c",
  '(int)JObject.Parse("{\\"a\\":{\\"b\\":[1,2,{\\"c\\":3}]}}").SelectToken("$..c")': "3",
  'string.Join(",", JObject.Parse("{\\"a\\":[{\\"n\\":1},{\\"n\\":2},{\\"n\\":3}]}").SelectTokens("a[*].n"))':
    "1,2,3",
  'string.Join(",", JObject.Parse("{\\"a\\":[{\\"n\\":1},{\\"n\\":2},{\\"n\\":3}]}").SelectTokens("a[?(@.n>1)].n"))':
    "2,3",
  'string.Join(",", JObject.Parse("{\\"a\\":[{\\"n\\":1,\\"m\\":\\"x\\"},{\\"n\\":2},{\\"n\\":3}]}").SelectTokens("a[?(@.m)].n"))':
    "1",
  'string.Join(",", JObject.Parse("{\\"a\\":[{\\"n\\":1,\\"m\\":\\"x\\"},{\\"n\\":2},{\\"n\\":3}]}").SelectTokens("$.a[?(@.n==1 || @.n==3)].n"))':
    "1,3",
  'string.Join(",", JArray.Parse("[0,1,2,3,4]").SelectTokens("[1:4:2]"))': "1,3",
  'string.Join(",", JArray.Parse("[0,1,2,3,4]").SelectTokens("$[-2:]"))': "3,4",
  'string.Join(",", JArray.Parse("[0,1,2,3,4]").SelectTokens("[0,3]"))': "0,3",
  [`JObject.Parse("{\\"a b\\":{\\"c\\":1}}").SelectToken("['a b'].c").ToString()`]: "1",
  'JObject.Parse("{\\"a\\":1}").SelectToken("a[")':
    "!Newtonsoft.Json.JsonException: Path ended with open indexer.",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[5]", true)':
    "!Newtonsoft.Json.JsonException: Index 5 outside the bounds of JArray.",
  'JObject.Parse("{\\"a\\":[1]}").SelectToken("a[5]") == null': "True",
  'JObject.Parse("{\\"a\\":1}").SelectToken("a.b", true)':
    "!Newtonsoft.Json.JsonException: Property 'b' not valid on JValue.",
  'JObject.Parse("{}").SelectToken("").Type.ToString()': "Object",
  'JObject.Parse("{}").SelectToken("$").Type.ToString()': "Object",
});
