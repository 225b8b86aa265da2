/**
 * What APIM adds around ciphers and certificates: Encrypt, Decrypt, VerifyNoRevocation, and the context's
 * certificates, of which the embedded gateway has none.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#ContextVariables
 * @module
 */
import { byteArray, type CsArray } from "../../csharp/runtime/array.ts";
import { Declarations, type Implementation } from "../../csharp/runtime/declare.ts";
import { typeOf } from "../../csharp/runtime/type.ts";
import { bytesOf } from "../../dotnet/system/bytes.ts";
import { CsDictionary } from "../../dotnet/collections/dictionary.ts";
import * as errors from "../../csharp/runtime/errors.ts";
import type { Certificate } from "../../dotnet/crypto/certificate.ts";
import { createSymmetric, type SymmetricAlgorithm } from "../../dotnet/crypto/symmetric.ts";

export const types = new Declarations();

function run(
  encrypting: boolean,
  input: CsArray | null,
  algorithm: SymmetricAlgorithm | null,
  key?: CsArray | null,
  iv?: CsArray | null,
): CsArray {
  if (algorithm === null) throw errors.argumentNull("alg");
  const transform = key === undefined
    ? algorithm.transform(encrypting)
    : algorithm.transform(encrypting, bytesOf(key, "key"), bytesOf(iv ?? null, "iv"));
  return byteArray(transform.transformFinal(bytesOf(input, "input")));
}

/** The algorithm of that name. @throws CsException System.ArgumentException */
function algorithmOf(name: string | null): SymmetricAlgorithm {
  if (name === null) throw errors.argumentNull("alg");
  const algorithm = createSymmetric(name);
  if (!algorithm) throw errors.argument(`'${name}' is not a known symmetric algorithm.`, "alg");
  return algorithm;
}

function both(name: string, encrypting: boolean): Record<string, Implementation> {
  return {
    [`static byte[] ${name}(this byte[] input, string alg, byte[] key, byte[] iv)`]: (
      input,
      alg,
      key,
      iv,
    ) => run(encrypting, input, algorithmOf(alg), key, iv),
    [`static byte[] ${name}(this byte[] input, SymmetricAlgorithm alg)`]: (input, alg) =>
      run(encrypting, input, alg),
    [`static byte[] ${name}(this byte[] input, SymmetricAlgorithm alg, byte[] key, byte[] iv)`]: (
      input,
      alg,
      key,
      iv,
    ) => run(encrypting, input, alg, key, iv),
  };
}

types.declare({
  type: "static class CipherExtensions",
  members: {
    ...both("Encrypt", true),
    ...both("Decrypt", false),
    "static bool VerifyNoRevocation(this X509Certificate2 input)": (
      certificate: Certificate | null,
    ) => {
      if (certificate === null) throw errors.nullReference();
      return certificate.isValid();
    },
  },
});

types.declare({
  type: "interface IRequest",
  members: { "X509Certificate2 Certificate { get; }": () => null },
});

const STRING = typeOf("System.String");
const CERTIFICATE = typeOf("System.Security.Cryptography.X509Certificates.X509Certificate2");

types.declare({
  type: "interface IDeployment",
  members: {
    "IReadOnlyDictionary<string, X509Certificate2> Certificates { get; }": () =>
      new CsDictionary(STRING, CERTIFICATE),
  },
});
