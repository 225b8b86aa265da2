/**
 * The .NET class library that C# programs may use, for an environment of lib/csharp to be handed.
 * @module
 */
import { Library } from "../csharp/runtime/library.ts";
import { collections } from "./collections/mod.ts";
import { crypto } from "./crypto/mod.ts";
import { linq } from "./linq/mod.ts";
import { net } from "./net/mod.ts";
import { newtonsoft } from "./newtonsoft/mod.ts";
import { regex } from "./regex/mod.ts";
import { system } from "./system/mod.ts";
import { text } from "./text/mod.ts";
import { time } from "./time/mod.ts";
import { xml } from "./xml/mod.ts";
import { LEFT_OUT } from "./left_out.ts";

export const dotnet: Library = new Library({
  parts: [
    ...collections,
    ...crypto,
    ...linq,
    ...net,
    ...newtonsoft,
    ...regex,
    ...system,
    ...text,
    ...time,
    ...xml,
  ],
  usings: [
    "System",
    "System.Collections.Generic",
    "System.Linq",
    "System.Text",
    "System.Text.RegularExpressions",
    "Newtonsoft.Json",
    "Newtonsoft.Json.Linq",
    "System.Xml.Linq",
    "System.Xml",
    "System.IO",
    "System.Net",
    "System.Security.Cryptography",
    "System.Security.Cryptography.X509Certificates",
    "System.Collections",
    "System.Globalization",
  ],
  leftOut: LEFT_OUT,
});
