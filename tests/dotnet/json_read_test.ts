import { expressions } from "./check.ts";

expressions("Parse fails with Newtonsoft's messages", {
  'JToken.Parse("")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JToken from JsonReader. Path '', line 0, position 0.",
  'JToken.Parse("  ")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JToken from JsonReader. Path '', line 1, position 2.",
  'JObject.Parse("")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JObject from JsonReader. Path '', line 0, position 0.",
  'JArray.Parse("")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JArray from JsonReader. Path '', line 0, position 0.",
  'JObject.Parse("null")':
    "!Newtonsoft.Json.JsonReaderException: Error reading JObject from JsonReader. Current JsonReader item is not an object: Null. Path '', line 1, position 4.",
  'JToken.Parse("nope")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected character encountered while parsing value: n. Path '', line 0, position 0.",
  'JToken.Parse("{\\"a\\":1 \\"b\\":2}")':
    "!Newtonsoft.Json.JsonReaderException: After parsing a value an unexpected character was encountered: \". Path 'a', line 1, position 7.",
  'JToken.Parse("{\\"a\\":\\"unterminated}")':
    "!Newtonsoft.Json.JsonReaderException: Unterminated string. Expected delimiter: \". Path 'a', line 1, position 19.",
  'JToken.Parse("[1,2")':
    "!Newtonsoft.Json.JsonReaderException: Unexpected end of content while loading JArray. Path '[1]', line 1, position 4.",
});
