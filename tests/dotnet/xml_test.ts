import { expressions } from "./check.ts";

expressions("XmlDocument is read by XPath", {
  'var x = new XmlDocument(); x.LoadXml("<r><a>1</a><a>2</a></r>"); return x.SelectNodes("//a").Count + x.DocumentElement.SelectSingleNode("/r/a").InnerText;':
    "21",
  [`var x = new XmlDocument(); x.LoadXml("<r><a k='v'>1</a><b/></r>"); return x.SelectSingleNode("//a[@k='v']").OuterXml + x.SelectSingleNode("r/*[2]").Name + x.DocumentElement["a"].GetAttribute("k");`]:
    '<a k="v">1</a>bv',
  'var x = new XmlDocument(); x.LoadXml("<r><a>1</a><a>2</a></r>"); var s = ""; foreach (XmlNode n in x.SelectNodes("/r/a[last()] | /r/a[1]")) { s += n.InnerText; } return s;':
    "12",
});

expressions("XElement and its kin build, query, change and print XML", {
  'XElement.Parse("<a><b>1</b></a>").Element("b").Value': "1",
  [`XElement.Parse("<a x='1'/>").Attribute("x").Value`]: "1",
  '(int)XElement.Parse("<a>5</a>")': "5",
  '(int?)XElement.Parse("<a/>").Element("z") == null': "True",
  '(int)XElement.Parse("<a/>").Element("z")':
    "!ArgumentNullException: Value cannot be null. (Parameter 'element')",
  '(bool)XElement.Parse("<a>true</a>")': "True",
  '(bool)XElement.Parse("<a>x</a>")':
    "!FormatException: The string 'x' is not a valid Boolean value.",
  '(DateTime)XElement.Parse("<a>2024-05-01T10:00:00Z</a>")': "05/01/2024 10:00:00",
  'XElement.Parse("<a><b/><c>x</c></a>").ToString()': "<a>\n  <b />\n  <c>x</c>\n</a>",
  'XDocument.Parse("<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?><a><b/></a>").ToString()':
    "<a>\n  <b />\n</a>",
  'XDocument.Parse("<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?><a/>").Declaration.ToString()':
    '<?xml version="1.0" encoding="utf-8"?>',
  'XNamespace ns = "urn:x"; return new XElement(ns + "r", new XElement(ns + "c", 1)).ToString(SaveOptions.DisableFormatting);':
    '<r xmlns="urn:x"><c>1</c></r>',
  'XNamespace ns = "urn:x"; return new XElement("r", new XAttribute(XNamespace.Xmlns + "p", ns), new XElement(ns + "c", new XAttribute(ns + "k", 1))).ToString(SaveOptions.DisableFormatting);':
    '<r xmlns:p="urn:x"><p:c p:k="1" /></r>',
  'XNamespace ns = "urn:x"; return new XElement(ns + "r", new XElement("c")).ToString(SaveOptions.DisableFormatting);':
    '<r xmlns="urn:x"><c xmlns="" /></r>',
  [`XElement.Parse("<m:a xmlns:m='urn:m'><m:b>1</m:b></m:a>").ToString(SaveOptions.DisableFormatting)`]:
    '<m:a xmlns:m="urn:m"><m:b>1</m:b></m:a>',
  [`XElement.Parse("<m:a xmlns:m='urn:m'><m:b>1</m:b></m:a>").Name.ToString()`]: "{urn:m}a",
  'XElement.Parse("<a>x<b>y</b>z</a>").Value': "xyz",
  'XElement.Parse("<a>x<b>y</b>z</a>").ToString()': "<a>x<b>y</b>z</a>",
  'XElement.Parse("<a><![CDATA[<x>]]></a>").ToString()': "<a><![CDATA[<x>]]></a>",
  'XElement.Parse("<a><!-- c --><b/></a>").Nodes().Count()': "2",
  'XElement.Parse("<a>&lt;&amp;&#65;</a>").Value': "<&A",
  [`new XElement("a", "<&>\\"'").ToString()`]: "<a>&lt;&amp;&gt;\"'</a>",
  [`new XElement("a", new XAttribute("k", "<\\"'&>")).ToString()`]:
    '<a k="&lt;&quot;\'&amp;&gt;" />',
  'new XDocument(new XDeclaration("1.0", "utf-8", null), new XElement("r")).ToString()': "<r />",
  'new XElement("r", new[] { 1, 2 }.Select(i => new XElement("i", i))).ToString(SaveOptions.DisableFormatting)':
    "<r><i>1</i><i>2</i></r>",
  'new XElement("r", null, "a", "b").Nodes().Count()': "1",
  'new XElement("a b")':
    "!Xml.XmlException: The ' ' character, hexadecimal value 0x20, cannot be included in a name.",
  'new XElement("1a")':
    "!Xml.XmlException: Name cannot begin with the '1' character, hexadecimal value 0x31.",
  "XElement.Parse(null)": "!ArgumentNullException: Value cannot be null. (Parameter 's')",
  'new XElement("a", new XAttribute("x", 1), new XAttribute("x", 2))':
    "!InvalidOperationException: Duplicate attribute.",
  'var e = XElement.Parse("<a><b/><b/></a>"); e.Elements("b").Remove(); return e.ToString();':
    "<a />",
  'var e = XElement.Parse("<a><b/></a>"); e.Element("b").ReplaceWith(new XElement("c", 1)); return e.ToString(SaveOptions.DisableFormatting);':
    "<a><c>1</c></a>",
  'var e = XElement.Parse("<a><b/></a>"); e.Element("b").AddAfterSelf(new XElement("c")); e.AddFirst("t"); return e.ToString(SaveOptions.DisableFormatting);':
    "<a>t<b /><c /></a>",
  [`XElement.Parse("<a><b x='1'/><b x='2'/></a>").Elements("b").Attributes("x").Sum(x => (int)x)`]:
    "3",
  'XElement.Parse("<a><b><c>1</c></b></a>").Descendants("c").Single().Parent.Name.LocalName': "b",
  'XElement.Parse("<a><b><c>1</c></b></a>").Descendants("c").Single().Ancestors().Last().Name == "a"':
    "True",
  'XElement.Parse("<a> <b/> </a>", LoadOptions.PreserveWhitespace).ToString(SaveOptions.DisableFormatting)':
    "<a> <b /> </a>",
  [`XNode.DeepEquals(XElement.Parse("<a x='1'><b/></a>"), XElement.Parse("<a x=\\"1\\"><b/></a>"))`]:
    "True",
  'new XElement("r", 1.5, true, DateTime.MinValue, TimeSpan.FromMinutes(90)).Value':
    "1.5true0001-01-01T00:00:00PT1H30M",
  'XElement.Parse("<a><b>1</b></a>").Elements().Select(x => x.Name.LocalName + x.Value).First()':
    "b1",
  'new XComment("x").ToString() + new XText("<").ToString() + new XCData("a").ToString()':
    "<!--x-->&lt;<![CDATA[a]]>",
  [`XElement.Parse("<a x='1'/>").FirstAttribute.ToString()`]: 'x="1"',
  'XDocument.Parse("<a/>").Root.Document.Root.NodeType.ToString()': "Element",
  'var e = XElement.Parse("<a><b>1</b></a>"); e.SetElementValue("b", null); e.SetElementValue("c", 5); return e.ToString(SaveOptions.DisableFormatting);':
    "<a><c>5</c></a>",
  'XElement.Parse("<!-- x -->")': "!Xml.XmlException: Root element is missing.",
});

expressions("XElement.Parse reports errors where .NET does", {
  'XElement.Parse("nope")':
    "!Xml.XmlException: Data at the root level is invalid. Line 1, position 1.",
  'XElement.Parse("")': "!Xml.XmlException: Root element is missing.",
  'XElement.Parse("<a></b>")':
    "!Xml.XmlException: The 'a' start tag on line 1 position 2 does not match the end tag of 'b'. Line 1, position 6.",
  'XElement.Parse("<a><b></a>")':
    "!Xml.XmlException: The 'b' start tag on line 1 position 5 does not match the end tag of 'a'. Line 1, position 9.",
  'XElement.Parse("<a/><b/>")':
    "!Xml.XmlException: There are multiple root elements. Line 1, position 6.",
  'XElement.Parse("<a>&nbsp;</a>")':
    "!Xml.XmlException: Reference to undeclared entity 'nbsp'. Line 1, position 5.",
  'XElement.Parse("<p:a/>")': "!Xml.XmlException: 'p' is an undeclared prefix. Line 1, position 2.",
  'XElement.Parse("<a b=1/>")':
    "!Xml.XmlException: '1' is an unexpected token. The expected token is '\"' or '''. Line 1, position 6.",
  [`XElement.Parse("<a b='1' b='2'/>")`]:
    "!Xml.XmlException: 'b' is a duplicate attribute name. Line 1, position 10.",
  'XElement.Parse("<a/>x")':
    "!Xml.XmlException: Data at the root level is invalid. Line 1, position 5.",
  'XElement.Parse("<a>x & y</a>")':
    "!Xml.XmlException: An error occurred while parsing EntityName. Line 1, position 7.",
  'XElement.Parse("<a b>")':
    "!Xml.XmlException: '>' is an unexpected token. The expected token is '='. Line 1, position 5.",
  'XElement.Parse("<1a/>")':
    "!Xml.XmlException: Name cannot begin with the '1' character, hexadecimal value 0x31. Line 1, position 2.",
  'XElement.Parse("<a>")':
    "!Xml.XmlException: Unexpected end of file has occurred. The following elements are not closed: a. Line 1, position 4.",
});

expressions("JsonConvert converts between XML and JSON", {
  'JsonConvert.SerializeXNode(XElement.Parse("<a><b>1</b></a>"))': '{"a":{"b":"1"}}',
  [`JsonConvert.SerializeXNode(XElement.Parse("<a x='1'><b>1</b><b>2</b><c/><d></d>t</a>"))`]:
    '{"a":{"@x":"1","b":["1","2"],"c":null,"d":"","#text":"t"}}',
  [`JsonConvert.SerializeXNode(XDocument.Parse("<?xml version='1.0'?><m:a xmlns:m='urn:m'><m:b>1</m:b></m:a>"))`]:
    '{"?xml":{"@version":"1.0"},"m:a":{"@xmlns:m":"urn:m","m:b":"1"}}',
  'JsonConvert.SerializeXNode(XElement.Parse("<a><b>1</b></a>"), Newtonsoft.Json.Formatting.None, true)':
    '{"b":"1"}',
  'JsonConvert.DeserializeXNode("{\\"a\\":{\\"@x\\":1,\\"b\\":[1,true,null],\\"c\\":{\\"#text\\":\\"t\\"}}}").ToString(SaveOptions.DisableFormatting)':
    '<a x="1"><b>1</b><b>true</b><b /><c>t</c></a>',
  'JsonConvert.DeserializeXNode("{\\"a b\\":1,\\"c\\":2}", "root").ToString(SaveOptions.DisableFormatting)':
    "<root><a_x0020_b>1</a_x0020_b><c>2</c></root>",
  'JsonConvert.DeserializeXNode("{\\"a\\":1,\\"b\\":2}")':
    "!Newtonsoft.Json.JsonSerializationException: JSON root object has multiple properties. The root object must have a single property in order to create a valid XML document. Consider specifying a DeserializeRootElementName. Path 'b', line 1, position 12.",
  'JsonConvert.SerializeObject(XElement.Parse("<a>1</a>"))': '{"a":"1"}',
});
