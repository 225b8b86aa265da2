/** `byte[]` of any size: no member spreads one over the stack. */
import { typed } from "../csharp/typed.ts";

const BIG = "var big = new byte[200000]; for (int i = 0; i < big.Length; i += 4099) big[i] = 255;";

typed("200,000 bytes go through ciphers, hashes, encodings and Base64", {
  [`${BIG} var a = Aes.Create(); return big.Encrypt("Aes", a.Key, a.IV).Length;`]:
    "System.Int32 200016",
  [
    `${BIG} var a = Aes.Create(); var e = a.CreateEncryptor();
    var d = a.CreateDecryptor(); var c = e.TransformFinalBlock(big, 0, big.Length);
    return d.TransformFinalBlock(c, 0, c.Length).SequenceEqual(big);`
  ]: "System.Boolean True",
  [`${BIG} return SHA256.Create().ComputeHash(big).Length;`]: "System.Int32 32",
  [`${BIG} return Convert.FromBase64String(Convert.ToBase64String(big)).SequenceEqual(big);`]:
    "System.Boolean True",
  [`${BIG} return Encoding.Unicode.GetString(big).Length;`]: "System.Int32 100000",
  [
    `${BIG} return Encoding.GetEncoding("iso-8859-1").GetBytes(
    Encoding.GetEncoding("iso-8859-1").GetString(big)).SequenceEqual(big);`
  ]: "System.Boolean True",
  [`${BIG} return WebUtility.UrlDecodeToBytes(big, 0, big.Length).Length;`]: "System.Int32 200000",
  [`${BIG} return BitConverter.ToString(big).Length;`]: "System.Int32 599999",
  [`${BIG} return big.Select(b => (int)b).Sum() + big.Where(b => b > 0).Count();`]:
    "System.Int32 12544",
  [`${BIG} Array.Reverse(big); Array.Sort(big); return big[199999] + big.ToList().Count;`]:
    "System.Int32 200255",
});

typed("an array of bytes is an array like any other", {
  "var a = new byte[] { 1, 2, 3 }; a[0] += 255; return a[0];": "System.Byte 0",
  "var a = new byte[] { 1, 2 }; object o = a; ((IList<byte>)o)[1] = 7; return a[1];":
    "System.Byte 7",
  "var a = new byte[] { 3, 1 }; var b = (byte[])a.Clone(); b[0] = 9; return a[0] + b[0];":
    "System.Int32 12",
  'string.Join(",", new byte[] { 1, 2 }.Concat(new byte[] { 3 }))': "System.String 1,2,3",
  "Array.ConvertAll(new byte[] { 200 }, b => b * 2)[0]": "System.Int32 400",
  "new byte[2, 2] { { 1, 2 }, { 3, 4 } }[1, 1]": "System.Byte 4",
  "JsonConvert.SerializeObject(new byte[] { 1, 2 })": 'System.String "AQI="',
  "(object)new byte[0] is IEnumerable<byte>": "System.Boolean True",
});
