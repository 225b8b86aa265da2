/**
 * Well-known .NET types that the library does not declare, since policy expressions may not use them:
 * whoever names one learns that it is not allowed, not that it does not exist.
 * @see https://learn.microsoft.com/azure/api-management/api-management-policy-expressions#CLRTypes
 * @module
 */

const REFUSED: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  `Newtonsoft.Json: JsonReader JsonSerializer JsonTextReader JsonTextWriter JsonWriter
  System: Activator AppContext AppDomain Attribute Buffer GC IAsyncDisposable IntPtr Lazy
    MarshalByRefObject Memory OperatingSystem Progress ReadOnlySpan Span Version WeakReference
  System.Collections.Concurrent: BlockingCollection ConcurrentBag ConcurrentDictionary
    ConcurrentQueue ConcurrentStack
  System.Collections.Generic: LinkedList SortedDictionary SortedList SortedSet
  System.Collections.Specialized: NameValueCollection
  System.Data: DataSet DataTable
  System.Diagnostics: Debug Debugger Process ProcessStartInfo StackFrame StackTrace Trace
  System.Drawing: Bitmap Image
  System.IO: BinaryReader BinaryWriter Directory DirectoryInfo DriveInfo File FileInfo FileMode
    FileStream MemoryStream Path Stream StreamReader StreamWriter
  System.IO.Compression: DeflateStream GZipStream ZipArchive
  System.Linq: IQueryable ParallelEnumerable Queryable
  System.Linq.Expressions: Expression
  System.Net: Cookie CookieContainer Dns HttpWebRequest IPEndPoint NetworkCredential WebClient
    WebRequest
  System.Net.Http: HttpClient HttpClientHandler HttpContent HttpMethod HttpRequestMessage
    HttpResponseMessage StringContent
  System.Net.Mail: MailMessage SmtpClient
  System.Net.Sockets: Socket TcpClient TcpListener UdpClient
  System.Numerics: Complex
  System.Reflection: Assembly BindingFlags ConstructorInfo FieldInfo MethodInfo PropertyInfo
  System.Runtime.InteropServices: DllImport DllImportAttribute Marshal
  System.Security: SecureString
  System.Security.Claims: Claim ClaimsIdentity ClaimsPrincipal
  System.Security.Cryptography: AesGcm CngKey CryptoStream DES DSA ECDsa ProtectedData RC2
    RSACryptoServiceProvider RSAParameters Rfc2898DeriveBytes
  System.Security.Principal: WindowsIdentity WindowsPrincipal
  System.Text: Rune
  System.Text.Json: JsonDocument JsonElement JsonSerializerOptions
  System.Text.Json.Nodes: JsonArray JsonNode
  System.Threading: AutoResetEvent CancellationToken CancellationTokenSource Interlocked Monitor
    Mutex Semaphore SemaphoreSlim Thread ThreadPool Timer
  System.Threading.Tasks: Parallel Task TaskCompletionSource ValueTask
  System.Web: HttpContext HttpUtility
  System.Web.Script.Serialization: JavaScriptSerializer
  System.Xml: XmlTextReader XmlTextWriter XmlWriter XmlWriterSettings
  System.Xml.Serialization: XmlSerializer
  System.Xml.XPath: XPathDocument XPathExpression XPathNavigator
  System.Xml.Xsl: XslCompiledTransform XsltArgumentList`
    .split(/\n(?=\s+[\w.]+:)/)
    .map((line) => {
      const [namespace, names] = line.trim().split(":");
      return [namespace, new Set(names.trim().split(/\s+/))] as const;
    }),
);

/** The full name of the refused type that a name, simple or qualified, means; null when it means none. */
export function refusedType(name: string): string | null {
  const dot = name.lastIndexOf(".");
  if (dot >= 0) return REFUSED.get(name.slice(0, dot))?.has(name.slice(dot + 1)) ? name : null;
  for (const [namespace, names] of REFUSED) if (names.has(name)) return `${namespace}.${name}`;
  return null;
}

/** Whether refused types live in that namespace or in one below it. */
export function isRefusedNamespace(name: string): boolean {
  return [...REFUSED.keys()].some((known) => known === name || known.startsWith(`${name}.`));
}
