/**
 * Well-known .NET types that this library does not declare: whoever names one learns that it may not be used, not that it
 * does not exist.
 * @module
 */

/** Names of the types by namespace. */
export const LEFT_OUT: ReadonlyMap<string, ReadonlySet<string>> = new Map(
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
