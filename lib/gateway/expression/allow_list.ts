/**
 * Which .NET types and members policy expressions may use.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#CLRTypes
 * @module
 */
import { EXPRESSION_FINDING } from "../contracts/texts/findings.ts";
import type { Access } from "../../csharp/mod.ts";
import { dotnet } from "../../dotnet/mod.ts";
import { companionTypes } from "./companion_types.ts";
import { apim } from "./environment.ts";

/**
 * `documented`: what the documentation lists. `apim`: that, and with a warning what it leaves out and yet Microsoft's
 * own published policies use. `all`: whatever the library declares.
 */
export type AllowList = "documented" | "apim" | "all";

const WHOLE = new Set(
  `Newtonsoft.Json: Formatting
  Newtonsoft.Json.Linq: Extensions JArray JConstructor JContainer JObject JProperty JRaw JToken JTokenType JValue
  System: Array BitConverter Boolean Byte Char Convert DateTimeOffset Decimal Double Exception Guid Int16 Int32 Int64
    Math MidpointRounding Nullable Object Random SByte Single String StringComparer StringComparison
    StringSplitOptions TimeSpan TimeZone TimeZoneInfo TimeZoneInfo.AdjustmentRule TimeZoneInfo.TransitionTime
    Tuple UInt16 UInt32 UInt64 Uri UriPartial DayOfWeek Func Action Predicate Comparison Converter ValueTuple
    ArgumentException ArgumentNullException ArgumentOutOfRangeException FormatException InvalidOperationException
    InvalidCastException OverflowException DivideByZeroException NullReferenceException IndexOutOfRangeException
    ArithmeticException NotSupportedException NotImplementedException UriFormatException TimeoutException
  System.Collections.Generic: Dictionary HashSet ICollection IDictionary IEnumerable IEnumerator IList
    IReadOnlyCollection IReadOnlyDictionary IReadOnlyList ISet KeyValuePair KeyNotFoundException List Queue Stack
  System.IO: StringReader StringWriter
  System.Linq: Enumerable
  System.Net: WebUtility IPAddress
  System.Security.Cryptography: AsymmetricAlgorithm CipherMode HashAlgorithm HashAlgorithmName HMAC HMACMD5 HMACSHA1
    HMACSHA256 HMACSHA384 HMACSHA512 KeyedHashAlgorithm MD5 Oid PaddingMode RNGCryptoServiceProvider RSA
    RSAEncryptionPadding RSASignaturePadding SHA1 SHA1Managed SHA256 SHA256Managed SHA384 SHA384Managed SHA512
    SHA512Managed SymmetricAlgorithm
  System.Security.Cryptography.X509Certificates: PublicKey RSACertificateExtensions X500DistinguishedName
    X509Certificate X509Certificate2 X509ContentType X509NameType
  System.Text: Encoding StringBuilder
  System.Text.RegularExpressions: Capture CaptureCollection Group GroupCollection Match MatchCollection RegexOptions
  System.Xml: XmlNodeType
  System.Xml.Linq: Extensions XAttribute XCData XComment XContainer XDeclaration XDocument XDocumentType XElement
    XName XNamespace XNode XNodeDocumentOrderComparer XNodeEqualityComparer XObject XProcessingInstruction XText`
    .split(/\n(?=\s+[\w.]+:)/)
    .flatMap((line) => {
      const [namespace, names] = line.trim().split(":");
      return names.trim().split(/\s+/).map((name) => `${namespace}.${name}`);
    }),
);

const MEMBERS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    "Newtonsoft.Json.JsonConvert": "SerializeObject DeserializeObject",
    "System.DateTime":
      "new Add AddDays AddHours AddMilliseconds AddMinutes AddMonths AddSeconds AddTicks AddYears Date Day DayOfWeek DayOfYear DaysInMonth Hour IsDaylightSavingTime IsLeapYear MaxValue Millisecond Minute MinValue Month Now Parse Second Subtract Ticks TimeOfDay Today ToString UtcNow Year",
    "System.DateTimeKind": "Utc",
    "System.Enum": "Parse TryParse ToString",
    "System.Text.RegularExpressions.Regex": "new IsMatch Match Matches Replace Unescape Split",
  }).map(([type, members]) => [type, new Set(members.split(" "))]),
);

const XML_CURE =
  "Read the XML with XElement or XDocument of System.Xml.Linq, which are documented.";
const RSA_CURE =
  "Hold the key as RSA, which is documented: RSA key = certificate.GetRSAPrivateKey().";

/**
 * Types that no documentation lists and that policies in Azure/api-management-policy-snippets use, with what comes with
 * them; each with what to write instead.
 */
const UNDOCUMENTED: ReadonlyMap<string, string> = new Map([
  ...`XmlDocument XmlNode XmlElement XmlAttribute XmlAttributeCollection XmlNodeList XmlNamespaceManager
    XmlReader XmlReaderSettings ConformanceLevel DtdProcessing ReadState NameTable XmlNameTable XmlException`
    .split(/\s+/).map((name) => [`System.Xml.${name}`, XML_CURE] as const),
  ["System.Security.Cryptography.RSACng", RSA_CURE],
]);

/** The list as the compiler asks it. */
export function accessOf(list: AllowList): Access {
  return {
    allowsType: (name) => allowsType(list, name),
    allowsMember: (type, member) => allowsMember(list, type, member),
    refuseType: (name) => EXPRESSION_FINDING.type(name).message,
    refuseMember(name) {
      const dot = name.lastIndexOf(".");
      return EXPRESSION_FINDING.member(name.slice(0, dot), name.slice(dot + 1)).message;
    },
  };
}

/** Whether expressions may name the type. */
export function allowsType(list: AllowList, name: string): boolean {
  if (list === "all" || isListed(name)) return true;
  return UNDOCUMENTED.has(name) ? list === "apim" : companions().has(name);
}

/** Full names of the types that the documentation lists. */
export function documentedTypes(): Iterable<string> {
  return [...WHOLE, ...MEMBERS.keys()];
}

/** The members that the documentation lists one by one; null where it lists the type alone. */
export function documentedMembers(type: string): ReadonlySet<string> | null {
  return MEMBERS.get(type) ?? null;
}

/** Whether the documentation lists the type, or it is one of APIM's own. */
export function isListed(name: string): boolean {
  return WHOLE.has(name) || MEMBERS.has(name) || !NAMESPACE.test(name);
}

let companionsFound: ReadonlySet<string> | null = null;

/** Found when one is first asked for: it takes reading the members of every listed type. */
function companions(): ReadonlySet<string> {
  return companionsFound ??= companionTypes([dotnet, apim], {
    type: isListed,
    member: (type, member) => allowsMember("documented", type, member),
  });
}

/** What to write instead of a type that is allowed though it is not documented; null for any other. */
export function cureForUndocumented(name: string): string | null {
  return UNDOCUMENTED.get(name) ?? null;
}

/** Namespaces of .NET; everything else is APIM's own. */
const NAMESPACE = /^(System|Newtonsoft|Microsoft)\./;

/** Members of object that every type has. */
const UNIVERSAL = new Set(["ToString", "Equals", "GetHashCode", "GetType", "CompareTo"]);

/** Whether expressions may use the member of that type. "new" is a constructor. */
export function allowsMember(list: AllowList, type: string, member: string): boolean {
  if (list === "all") return true;
  const members = MEMBERS.get(type);
  return !members || members.has(member) || UNIVERSAL.has(member);
}
