import { expressions } from "./check.ts";

expressions("Uri takes URIs apart as .NET does", {
  'var u = new Uri("http://user:pw@Host.Example:8080/a/b/c.html?x=1#f"); return u.UserInfo + " " + u.Host + " " + u.Port + " " + u.LocalPath + " " + u.IsDefaultPort;':
    "user:pw host.example 8080 /a/b/c.html False",
  'string.Join("|", new Uri("https://h/a/b/").Segments) + "," + string.Join("|", new Uri("https://h/a/b").Segments)':
    "/|a/|b/,/|a/|b",
  'new Uri("https://h/p q/é?a=b c").AbsoluteUri': "https://h/p%20q/%C3%A9?a=b%20c",
  'new Uri("https://h/p%20q%2Fr").ToString() + " " + new Uri("https://h/p%20q").LocalPath':
    "https://h/p q%2Fr /p q",
  'new Uri("https://h:443/x").Authority + new Uri("https://h:444/x").Authority + new Uri("HTTP://H").Scheme':
    "hh:444http",
  'new Uri(new Uri("https://h/a/b?c"), "d/../e").AbsoluteUri + " " + new Uri(new Uri("https://h/a/b"), "//g/x").Host':
    "https://h/a/e g",
  'new Uri("https://h/a?b#c").GetLeftPart(UriPartial.Path) + new Uri("https://h/a?b#c").GetLeftPart(UriPartial.Query) + new Uri("https://h/a").GetLeftPart(UriPartial.Scheme)':
    "https://h/ahttps://h/a?bhttps://",
  'new Uri("a/b", UriKind.Relative).IsAbsoluteUri + " " + new Uri("a/b", UriKind.Relative)':
    "False a/b",
  'new Uri("a/b", UriKind.Relative).Host':
    "!InvalidOperationException: This operation is not supported for a relative URI.",
  'new Uri("")': "!UriFormatException: Invalid URI: The URI is empty.",
  'new Uri("http://")': "!UriFormatException: Invalid URI: The hostname could not be parsed.",
  'new Uri("http://h:x/")': "!UriFormatException: Invalid URI: Invalid port specified.",
  'Uri u; return Uri.TryCreate("https://h/x", UriKind.Absolute, out u) + " " + u.Host + Uri.TryCreate("nope", UriKind.Absolute, out u) + (u == null);':
    "True hFalseTrue",
  'new Uri("https://H/a") == new Uri("https://h/a#x")': "True",
  'Uri.IsWellFormedUriString("https://h/a b", UriKind.Absolute) + " " + Uri.IsWellFormedUriString("https://h/a", UriKind.Absolute)':
    "False True",
  'Uri.UnescapeDataString("a%20b%2Bc+%zz%C3%A9") + Uri.EscapeUriString("a b/é?x=[1]")':
    "a b+c+%zzéa%20b/%C3%A9?x=[1]",
  'Uri.CheckSchemeName("1a") + " " + Uri.CheckHostName("::1") + " " + new Uri("http://[::1]/").HostNameType':
    "False IPv6 IPv6",
  'new Uri("https://h/a/b").MakeRelativeUri(new Uri("https://h/a/c/d?e")).ToString()': "c/d?e",
  'new UriBuilder("https://h/a") { Path = "b c", Query = "x=1", Port = 8443 }.Uri.AbsoluteUri':
    "https://h:8443/b%20c?x=1",
});

expressions("WebUtility and IPAddress do as .NET does", {
  'WebUtility.UrlDecode("a+b%26c%3dd%C3%A9%") + WebUtility.UrlEncode("ü ~é")':
    "a b&c=dé%%C3%BC+%7E%C3%A9",
  'WebUtility.HtmlEncode("<a href=\\"x\\">\'é😀&</a>")':
    "&lt;a href=&quot;x&quot;&gt;&#39;&#233;&#128512;&amp;&lt;/a&gt;",
  'WebUtility.HtmlDecode("&euro;&hellip;&#x41;&#65;&nope;&amp")': "€…AA&nope;&amp",
  "WebUtility.UrlEncode(null) == null": "True",
  'IPAddress.Parse("192.168.1.10").GetAddressBytes()[3] + " " + IPAddress.Parse("::1").AddressFamily':
    "10 InterNetworkV6",
  'IPAddress.Parse("10.0.0.1").Equals(IPAddress.Parse("10.0.0.1")) + " " + IPAddress.IsLoopback(IPAddress.Parse("127.1.2.3"))':
    "True True",
  'IPAddress.Parse("::ffff:10.1.2.3").ToString() + " " + IPAddress.Parse("fe80:0:0:0:1:0:0:1") + " " + IPAddress.Parse("::")':
    "::ffff:10.1.2.3 fe80::1:0:0:1 ::",
  'IPAddress.Parse("x")': "!FormatException: An invalid IP address was specified.",
  'new IPAddress(new byte[] { 1, 2, 3, 4 }).MapToIPv6().ToString() + " " + IPAddress.Loopback':
    "::ffff:1.2.3.4 127.0.0.1",
});

expressions("Guid parses and prints as .NET does", {
  'new Guid("{0F8FAD5B-D9CB-469F-A165-70867728950E}").ToString()':
    "0f8fad5b-d9cb-469f-a165-70867728950e",
  'Guid.Parse("0f8fad5bd9cb469fa16570867728950e").ToString("P") + Guid.Empty.ToString("N").Length':
    "(0f8fad5b-d9cb-469f-a165-70867728950e)32",
  'Guid.Parse("0f8fad5bd9cb469fa16570867728950e").ToString("X")':
    "{0x0f8fad5b,0xd9cb,0x469f,{0xa1,0x65,0x70,0x86,0x77,0x28,0x95,0x0e}}",
  'Guid.Parse(Guid.Parse("0f8fad5bd9cb469fa16570867728950e").ToString("X")) == new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")':
    "True",
  'new Guid(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e").ToByteArray())':
    "0f8fad5b-d9cb-469f-a165-70867728950e",
  "new Guid(1, 2, 3, new byte[] { 4, 5, 6, 7, 8, 9, 10, 11 })":
    "00000001-0002-0003-0405-060708090a0b",
  'Guid g; return Guid.TryParse("nope", out g) + " " + g;':
    "False 00000000-0000-0000-0000-000000000000",
  'Guid.Parse("12345")':
    "!FormatException: Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).",
  'Guid.Empty.ToString("Z")': "!FormatException",
  "var g = Guid.NewGuid().ToString(); return g.Length + g.Substring(14, 1);": "364",
  "Guid.NewGuid() != Guid.Empty && default(Guid) == Guid.Empty && new Guid() == Guid.Empty": "True",
});

expressions("Encoding encodes and decodes as .NET does", {
  'Encoding.Unicode.GetBytes("aé").Length + Encoding.UTF8.GetByteCount("é😀") + Encoding.UTF32.GetBytes("😀").Length':
    "14",
  'BitConverter.ToString(Encoding.BigEndianUnicode.GetBytes("é")) + BitConverter.ToString(Encoding.UTF8.GetPreamble())':
    "00-E9EF-BB-BF",
  'Encoding.GetEncoding("iso-8859-1").GetBytes("é")[0] + " " + Encoding.GetEncoding(28591).GetString(new byte[] { 233 }) + " " + Encoding.GetEncoding("UTF-8").WebName':
    "233 é utf-8",
  'Encoding.GetEncoding("nope")': "!ArgumentException",
  "Encoding.UTF8.GetString(new byte[] { 72, 105, 33 }, 1, 2) + Encoding.ASCII.GetString(new byte[] { 200 })":
    "i!?",
  "Encoding.UTF8.GetString(new byte[] { 0xC3, 0x28 })[0] == '\\uFFFD'": "True",
  "Encoding.UTF8.GetBytes((string)null)":
    "!ArgumentNullException: Value cannot be null. (Parameter 's')",
});

expressions("cryptography does as .NET does", {
  'BitConverter.ToString(MD5.Create().ComputeHash(Encoding.UTF8.GetBytes("abc"))).Replace("-", "").ToLower()':
    "900150983cd24fb0d6963f7d28e17f72",
  'Convert.ToBase64String(new SHA1Managed().ComputeHash(Encoding.UTF8.GetBytes("abc")))':
    "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
  'HashAlgorithm.Create("SHA384").ComputeHash(new byte[0]).Length + HashAlgorithm.Create("sha-256").HashSize':
    "304",
  'BitConverter.ToString(new HMACMD5(Encoding.UTF8.GetBytes("k")).ComputeHash(Encoding.UTF8.GetBytes("m"))).Length':
    "47",
  'var h = new HMACSHA256(); h.Key = Encoding.UTF8.GetBytes("k"); return Convert.ToBase64String(h.ComputeHash(Encoding.UTF8.GetBytes("m"))).Substring(0, 8);':
    "tgCQ4wUi",
  "using (var s = SHA256.Create()) { s.TransformBlock(new byte[] { 97 }, 0, 1, null, 0); s.TransformFinalBlock(new byte[] { 98, 99 }, 0, 2); return BitConverter.ToString(s.Hash, 0, 3); }":
    "BA-78-16",
  "SHA256.Create().ComputeHash((byte[])null)":
    "!ArgumentNullException: Value cannot be null. (Parameter 'buffer')",
  "var r = new RNGCryptoServiceProvider(); var b = new byte[8]; r.GetBytes(b); return b.Length;":
    "8",
  'var a = Aes.Create(); a.Key = new byte[32]; a.IV = new byte[16]; var c = a.CreateEncryptor().TransformFinalBlock(new byte[20], 0, 20); var p = a.CreateDecryptor().TransformFinalBlock(c, 0, c.Length); return c.Length + "/" + p.Length;':
    "32/20",
  "var a = Aes.Create(); a.Key = new byte[32]; a.IV = new byte[16]; return a.CreateDecryptor().TransformFinalBlock(new byte[16], 0, 16).Length;":
    "!Security.Cryptography.CryptographicException: Padding is invalid and cannot be removed.",
  "var a = Aes.Create(); a.Key = new byte[5]; return 1;":
    "!Security.Cryptography.CryptographicException: Specified key is not a valid size for this algorithm.",
  "var a = Aes.Create(); a.Mode = CipherMode.ECB; a.Padding = PaddingMode.None; a.Key = new byte[16]; return BitConverter.ToString(a.CreateEncryptor().TransformFinalBlock(new byte[16], 0, 16), 0, 4);":
    "66-E9-4B-D4",
  'var rsa = RSA.Create(); var s = rsa.SignData(new byte[] { 1 }, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); return s.Length + " " + rsa.VerifyData(new byte[] { 1 }, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) + rsa.VerifyData(new byte[] { 2 }, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);':
    "256 TrueFalse",
  'var r = RSA.Create(); var p = r.ExportParameters(false); var q = RSA.Create(new RSAParameters { Modulus = p.Modulus, Exponent = p.Exponent }); var h = SHA256.Create().ComputeHash(new byte[] { 1 }); var s = r.SignHash(h, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); var wrong = SHA256.Create().ComputeHash(new byte[] { 2 }); return q.VerifyData(new byte[] { 1 }, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) + " " + q.VerifyHash(h, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) + q.VerifyHash(wrong, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) + (p.D == null);':
    "True TrueFalseTrue",
  "RSA.Create().ImportParameters(new RSAParameters()); return 1;":
    "!Security.Cryptography.CryptographicException: The specified RSA parameters are not valid.",
  "RSAEncryptionPadding.CreateOaep(HashAlgorithmName.SHA256) == RSAEncryptionPadding.OaepSHA256":
    "True",
  "RSAEncryptionPadding.OaepSHA1.OaepHashAlgorithm.Name + RSAEncryptionPadding.Pkcs1.Mode + RSASignaturePadding.Pss.Mode":
    "SHA1Pkcs1Pss",
  'Oid.FromFriendlyName("SHA256", OidGroup.All).Value + Oid.FromOidValue("1.3.14.3.2.26", OidGroup.All).FriendlyName':
    "2.16.840.1.101.3.4.2.1sha1",
  'var sizes = Aes.Create().LegalKeySizes[0]; return sizes.MinSize + "-" + sizes.MaxSize + "/" + sizes.SkipSize;':
    "128-256/64",
  'var rsa = RSA.Create(); return Encoding.UTF8.GetString(rsa.Decrypt(rsa.Encrypt(Encoding.UTF8.GetBytes("hi"), RSAEncryptionPadding.OaepSHA256), RSAEncryptionPadding.OaepSHA256));':
    "hi",
});
