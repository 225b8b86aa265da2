import assert from "node:assert/strict";
import { LimitExceededError } from "../../lib/csharp/runtime/exception.ts";
import fc from "../properties.ts";
import { expressions, textOf } from "./check.ts";
import { OLD_PFX, PFX } from "./pfx.ts";

/** A self-signed certificate of a key made for this test; valid from 2026 on. */
const CERTIFICATE =
  "MIIB8TCCAZegAwIBAgICEjQwCgYIKoZIzj0EAwIwRjELMAkGA1UEBhMCREUxFTATBgNVBAoMDENvbnRvc28sIEx0ZD" +
  "EgMB4GA1UEAwwXZ2F0ZXdheS5jb250b3NvLmV4YW1wbGUwIBcNMjYxMTIyMTYzNTU2WhgPMjEyNjEwMjkxNjM1NTZa" +
  "MEYxCzAJBgNVBAYTAkRFMRUwEwYDVQQKDAxDb250b3NvLCBMdGQxIDAeBgNVBAMMF2dhdGV3YXkuY29udG9zby5leG" +
  "FtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHdO1MdmhIffDHRMfCNcRi/E0rz7N0jnR7GggBgg94XzdJ1jA" +
  "p5JWhKiII1Hs8haAPFBxMJh2F9o/g85Pzbxg+6NzMHEwHQYDVR0OBBYEFCM0BWa6quoNgSFnM04u2JlsY5RuMB8GA1" +
  "UdIwQYMBaAFCM0BWa6quoNgSFnM04u2JlsY5RuMA8GA1UdEwEB/wQFMAMBAf8wHgYDVR0RBBcwFYITYXBpLmNvbnRv" +
  "c28uZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiEAgY/M8xreAZN0ee4leyGitGYnI/4LSuibggftKtMLfkcCIG2UXs" +
  "xL7WHiLxrbJcP/ywahut7453S2QVKYPW0FuUJf";

const c = `new X509Certificate2(Convert.FromBase64String("${CERTIFICATE}"))`;

expressions("X509Certificate2 shows what the certificate says", {
  [`${c}.Subject + "|" + ${c}.Issuer`]:
    'CN=gateway.contoso.example, O="Contoso, Ltd", C=DE|CN=gateway.contoso.example, O="Contoso, Ltd", C=DE',
  [`${c}.Thumbprint + " " + ${c}.GetCertHashString().Length`]:
    "07B1ED244F98EF43FCB329C9FB1BC89CBAF895AA 40",
  [`${c}.SerialNumber + " " + ${c}.HasPrivateKey + " " + ${c}.NotBefore.Year`]: "1234 False 2026",
  [`${c}.GetNameInfo(X509NameType.DnsName, false) + " " + ${c}.GetNameInfo(X509NameType.SimpleName, true)`]:
    "api.contoso.example gateway.contoso.example",
  [`${c}.Equals(${c}) && ${c}.RawData.Length > 100 && ${c}.SubjectName.Name.StartsWith("CN=")`]:
    "True",
  "new X509Certificate2(new byte[] { 1, 2 })":
    "!Security.Cryptography.CryptographicException: Cannot find the requested object.",
  "context.Request.Certificate == null && context.Deployment.Certificates.Count == 0": "True",
});

const pfx = (data: string, password: string) =>
  `var c = new X509Certificate2(Convert.FromBase64String("${data}"), ${password});`;
const sign = `RSACng key = c.GetRSAPrivateKey() as RSACng;
  var text = Encoding.UTF8.GetBytes("signed");
  var s = key.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
  return c.HasPrivateKey + c.Subject + c.GetRSAPublicKey().VerifyData(text, s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);`;

expressions("X509Certificate2 signs with the private key of a PKCS #12", {
  [pfx(PFX, "(string)null") + sign]: "TrueCN=pfx.testTrue",
  [pfx(PFX, '""') + sign]: "TrueCN=pfx.testTrue",
  [pfx(OLD_PFX, '"geheim"') + sign]: "TrueCN=pfx.testTrue",
  [pfx(OLD_PFX, '"wrong"') + "return c.Subject;"]:
    "!Security.Cryptography.CryptographicException: The specified network password is not correct.",
  [pfx(PFX, '"wrong"') + "return c.Subject;"]:
    "!Security.Cryptography.CryptographicException: The specified network password is not correct.",
  [pfx(`${PFX.slice(0, 400)}AAAA`, '""') + "return c.Subject;"]:
    "!Security.Cryptography.CryptographicException: Cannot find the requested object.",
  [`${c}.GetRSAPrivateKey() == null`]: "True",
  [`${c}.GetRSAPublicKey() == null`]: "True",
  [pfx(PFX, "null") + "return c.GetRSAPublicKey().GetType().ToString();"]:
    "System.Security.Cryptography.RSACng",
  "new RSACng().KeySize": "2048",
});

expressions("X509Certificate2 shows its key, its algorithms and its extensions", {
  [`${c}.GetPublicKeyString().Length + " " + ${c}.GetPublicKey()[0] + " " + ${c}.GetFormat()`]:
    "130 4 X509",
  [`BitConverter.ToString(${c}.GetSerialNumber())`]: "34-12",
  [`${c}.GetKeyAlgorithm() + " " + ${c}.GetKeyAlgorithmParametersString()`]:
    "1.2.840.10045.2.1 06082A8648CE3D030107",
  [`${c}.SignatureAlgorithm.FriendlyName + " " + ${c}.PublicKey.Oid.Value`]:
    "sha256ECDSA 1.2.840.10045.2.1",
  [`${c}.Extensions.Count + " " + ${c}.Extensions[0].Oid.FriendlyName + " " + ${c}.Extensions["2.5.29.19"].Critical`]:
    "4 Subject Key Identifier True",
  [`${c}.Extensions["2.5.29.37"] == null`]: "True",
  [`${c}.Extensions[4].Critical`]:
    "!ArgumentOutOfRangeException: Specified argument was out of the range of valid values. (Parameter 'index')",
  [`X509Certificate2.GetCertContentType(Convert.FromBase64String("${CERTIFICATE}"))`]: "Cert",
  [`X509Certificate2.GetCertContentType(Convert.FromBase64String("${PFX}"))`]: "Pfx",
  [pfx(PFX, '""') + "return c.PrivateKey.KeySize + c.GetKeyAlgorithm();"]:
    "10241.2.840.113549.1.1.1",
});

Deno.test("a damaged PKCS #12 is refused as .NET refuses it, whatever is wrong with it", () => {
  const bytes = Uint8Array.fromBase64(OLD_PFX);
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      fc.nat(bytes.length),
      (changes, length) => {
        const damaged = bytes.slice(0, length);
        for (const [at, value] of changes) if (at < length) damaged[at] = value;
        const data = damaged.toBase64();
        const code =
          `new X509Certificate2(Convert.FromBase64String("${data}"), "geheim").Thumbprint.Length`;
        let text: string;
        try {
          text = textOf(code, false);
        } catch (error) {
          assert.ok(error instanceof LimitExceededError, String(error));
          return;
        }
        assert.match(text, /^40$|^!Security\.Cryptography\.CryptographicException$/);
      },
    ),
    { numRuns: 150 },
  );
});

expressions("Encrypt and Decrypt are inverse", {
  'var k = new byte[32]; var v = new byte[16]; var e = Encoding.UTF8.GetBytes("secret").Encrypt("Aes", k, v); return e.Length + Encoding.UTF8.GetString(e.Decrypt("Aes", k, v));':
    "16secret",
  'return new byte[1].Encrypt("Enigma", new byte[16], new byte[16]).Length;': "!ArgumentException",
});
