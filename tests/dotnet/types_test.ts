import { expressions } from "./check.ts";

expressions("Enum names and parses as .NET does", {
  'Enum.Parse(typeof(DayOfWeek), "monday", true).ToString() + (int)(DayOfWeek)Enum.Parse(typeof(DayOfWeek), "3")':
    "Monday3",
  'Enum.Parse(typeof(DayOfWeek), "")': "!ArgumentException",
  'Enum.Parse(typeof(int), "1")':
    "!ArgumentException: Type provided must be an Enum. (Parameter 'enumType')",
  'DayOfWeek d; return Enum.TryParse("nope", out d) + " " + d;': "False Sunday",
  'DayOfWeek d; return Enum.TryParse("FRIDAY", true, out d) + " " + d;': "True Friday",
  'DayOfWeek.Monday.ToString("D") + DayOfWeek.Monday.ToString("X") + DayOfWeek.Monday.ToString()':
    "100000001Monday",
  '((DayOfWeek)9).ToString() + " " + (RegexOptions.IgnoreCase | RegexOptions.Multiline)':
    "9 IgnoreCase, Multiline",
  "(RegexOptions.IgnoreCase | RegexOptions.Multiline).HasFlag(RegexOptions.Multiline)": "True",
  'string.Join(",", Enum.GetNames(typeof(DateTimeKind)))': "Unspecified,Utc,Local",
  'Enum.IsDefined(typeof(DayOfWeek), "Monday") + " " + Enum.IsDefined(typeof(DayOfWeek), 8) + " " + Enum.GetName(typeof(DayOfWeek), 2)':
    "True False Tuesday",
  "DayOfWeek.Monday < DayOfWeek.Friday && DayOfWeek.Monday.Equals(DayOfWeek.Monday) && DayOfWeek.Monday.CompareTo(DayOfWeek.Friday) < 0":
    "True",
  'foreach (DayOfWeek d in Enum.GetValues(typeof(DayOfWeek))) { return d.ToString(); } return "";':
    "Sunday",
});

expressions("exceptions carry .NET's messages", {
  'try { throw new ArgumentException("bad", "p"); } catch (ArgumentException e) { return e.Message + "|" + e.ParamName; }':
    "bad (Parameter 'p')|p",
  'try { throw new ArgumentNullException("p"); } catch (ArgumentException e) { return e.GetType() + ":" + e.Message; }':
    "System.ArgumentNullException:Value cannot be null. (Parameter 'p')",
  'try { throw new ArgumentOutOfRangeException("p", 5, "no"); } catch (Exception e) { return e.Message; }':
    "no (Parameter 'p')\nActual value was 5.",
  'try { int.Parse("x"); return ""; } catch (FormatException e) { return e.GetType().Name + e.Message; }':
    "FormatExceptionThe input string 'x' was not in a correct format.",
  'try { throw new Exception("a", new InvalidOperationException("b")); } catch (Exception e) { return e.InnerException.Message + e.GetBaseException().Message; }':
    "bb",
  "new Exception().Message + new InvalidOperationException().Message":
    "Exception of type 'System.Exception' was thrown.Operation is not valid due to the current state of the object.",
  'new FormatException("x").ToString()': "System.FormatException: x",
  'try { object o = "s"; var i = (int)o; return ""; } catch (InvalidCastException e) { return e.Message; }':
    "Unable to cast object of type 'System.String' to type 'System.Int32'.",
  "throw new NotImplementedException(); return 1;":
    "!NotImplementedException: The method or operation is not implemented.",
});

expressions("tuples and nullables do as .NET does", {
  'Tuple.Create(1, "a", 2.5).ToString() + Tuple.Create(1, "a").Item2': "(1, a, 2.5)a",
  'Tuple.Create(1, "a").Equals(Tuple.Create(1, "a")) && new Tuple<int, string>(1, "a").GetHashCode() == Tuple.Create(1, "a").GetHashCode()':
    "True",
  '(1, "x").ToString() + (a: 1, b: 2).b + (1, 2).Equals((1, 2))': "(1, x)2True",
  'var t = (1, 2); var u = t; u.Item1 = 9; return t.Item1 + "," + u.Item1;': "1,9",
  "var (a, b) = (3, 4); return a * b;": "12",
  'new Dictionary<(int, string), int> { { (1, "a"), 5 } }[(1, "a")]': "5",
  "int? n = null; return n.GetValueOrDefault() + n.GetValueOrDefault(5) + (n.HasValue ? 1 : 0) + n.ToString() + (n ?? 7);":
    "57",
  "int? n = 5; return n.Value + n.GetValueOrDefault() + n.ToString() + n.Equals(5) + (n > 4);":
    "105TrueTrue",
  "int? n = null; return n == null && !(n > 1) && !(n < 1) && (n + 1) == null;": "True",
  'Nullable.Compare<int>(1, null) + "" + new Nullable<int>(3).Value': "13",
  'DateTime? d = new DateTime(2024, 5, 1); return d?.ToString("yyyy") + d.Value.Day;': "20241",
});

expressions("objects have text, equality and order", {
  "new object[] { 1, \"a\", null, true, 'c', 1.5, 2.5m }.Length": "7",
  'object a = 1, b = 1; return a.Equals(b) + "" + (a == b) + Equals(1, 1) + Equals(1, 1L);':
    "TrueFalseTrueFalse",
  '1.GetType() + " " + "a".GetType().Name + " " + new List<int>().GetType() + " " + new int[0].GetType()':
    "System.Int32 String System.Collections.Generic.List`1[System.Int32] System.Int32[]",
  "new[] { 1.5, double.NaN, -1 }.OrderBy(x => x).First()": "NaN",
  "new object[] { 3, 1, 2 }.OrderBy(x => x).First()": "1",
  "new HashSet<object> { 1, 1L, 1.0, 1m, \"1\", '1', 1 }.Count": "6",
  "new HashSet<decimal> { 1m, 1.0m, 1.00m }.Count + new HashSet<double> { double.NaN, double.NaN, 0.0, -0.0 }.Count":
    "3",
  "5.ToString() + 5L.ToString() + 5.5f.ToString() + true.ToString()": "555.5True",
  '(5).GetHashCode() + " " + true.GetHashCode()': "5 1",
});
