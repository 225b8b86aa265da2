import { expressions } from "./check.ts";

expressions("integers parse and print as .NET does", {
  'int.Parse("1,234", System.Globalization.NumberStyles.AllowThousands)': "1234",
  'int.Parse("(5)", System.Globalization.NumberStyles.Any)': "-5",
  'int.Parse("1e3", System.Globalization.NumberStyles.AllowExponent)': "1000",
  'int.Parse("1.5", System.Globalization.NumberStyles.Any)': "!OverflowException",
  'int.Parse("1.0", System.Globalization.NumberStyles.Any)': "1",
  'int.Parse("FFFFFFFF", System.Globalization.NumberStyles.HexNumber)': "-1",
  'int.Parse("0x1F", System.Globalization.NumberStyles.HexNumber)': "!FormatException",
  'int.Parse("")': "!FormatException: The input string '' was not in a correct format.",
  'int.Parse("1 2")': "!FormatException",
  'byte.Parse("256")':
    "!OverflowException: Value was either too large or too small for an unsigned byte.",
  'sbyte.Parse("-128")': "-128",
  'ushort.Parse("-1")': "!OverflowException: Value was either too large or too small for a UInt16.",
  'uint.Parse("4294967295")': "4294967295",
  'ulong.Parse("18446744073709551615")': "18446744073709551615",
  'long.Parse("-9223372036854775808")': "-9223372036854775808",
  'uint u; return uint.TryParse("-1", out u) + " " + u;': "False 0",
  'int n; return int.TryParse("1e2", System.Globalization.NumberStyles.Float, null, out n) + " " + n;':
    "True 100",
  'int n; return int.TryParse(" 42\\n", out n) + " " + n;': "True 42",
  'short.MaxValue + " " + long.MinValue + " " + ulong.MaxValue':
    "32767 -9223372036854775808 18446744073709551615",
  '(-1).ToString("X") + (-1L).ToString("x") + ((short)-1).ToString("X")':
    "FFFFFFFFffffffffffffffffFFFF",
  '((byte)10).ToString("X2") + (255).ToString("X8")': "0A000000FF",
  '(1234567).ToString("N") + (1234567).ToString("C") + (-5).ToString("C0")':
    "1,234,567.00¤1,234,567.00(¤5)",
  '(1234).ToString("E2") + (1234).ToString("e") + (0).ToString("E1")':
    "1.23E+0031.234000e+0030.0E+000",
  '(1234).ToString("G2") + " " + (1234).ToString("G") + " " + (1200).ToString("G10")':
    "1.2E+03 1234 1200",
  '(42).ToString("P0") + (42).ToString("F1") + (5).ToString("D3") + (-5).ToString("D3")':
    "4,200 %42.0005-005",
  '(5).ToString("R")': "!FormatException: Format specifier was invalid.",
  '(5).ToString("Y")': "!FormatException",
  "5.CompareTo(7) + 7.CompareTo((object)5)": "0",
  "5.CompareTo((object)5L)": "!ArgumentException: Object must be of type Int32.",
  "((byte)5).CompareTo((byte)9)": "-4",
  '5.Equals(5L) + "" + 5L.Equals(5) + 5.Equals((object)5)': "FalseTrueTrue",
});

expressions("custom numeric formats follow the documentation", {
  '(123).ToString("00000")': "00123",
  '(1.2).ToString("0.00")': "1.20",
  '(1234.5678).ToString("#.##") + " " + (0.5).ToString("#.##") + " " + (0.0).ToString("#")':
    "1234.57 .5 ",
  '(1234567890).ToString("#,#") + " " + (1234567890).ToString("#,##0,,") + " " + (1234567890).ToString("#,,") ':
    "1,234,567,890 1,235 1235",
  '(0.086).ToString("#0.##%") + (0.00354).ToString("#0.00‰")': "8.6%3.54‰",
  '(86000).ToString("0.###E+0") + " " + (86000).ToString("0.###E+000") + " " + (86000).ToString("0.###E-000")':
    "8.6E+4 8.6E+004 8.6E004",
  '(1234).ToString("##;(##)") + (-1234).ToString("##;(##)") + (0).ToString("##;(##);**Zero**")':
    "1234(1234)**Zero**",
  '(-0.001).ToString("0.00;neg;zero")': "zero",
  '(12.3).ToString("00.00 \\\\#") + (5).ToString("\\"n=\\"0")': "12.30 #n=5",
  '(1234567).ToString("0,0.0") + " " + (12).ToString("0,0")': "1,234,567.0 12",
  '(0.045).ToString("0.0") + " " + (2.5).ToString("0") + " " + (-2.5).ToString("0")': "0.0 3 -3",
  '(1e20).ToString("0") + " " + (123456789012345678L).ToString("#,#")':
    "100000000000000000000 123,456,789,012,345,678",
  '(19.99m).ToString("0.0") + (0.125m).ToString("#.00")': "20.0.13",
  '(123456).ToString("###-###") + (7).ToString("abc0")': "123-456abc7",
});

expressions("floating point prints and parses as .NET does", {
  '(1e16).ToString() + " " + (1e17).ToString() + " " + 123456789012345680.0':
    "10000000000000000 1E+17 1.2345678901234568E+17",
  '(0.0001).ToString() + " " + (0.00001).ToString() + " " + (-1.5e-7)': "0.0001 1E-05 -1.5E-07",
  '(1.0/3).ToString() + " " + (1f/3)': "0.3333333333333333 0.33333334",
  'float.MaxValue + " " + float.Epsilon + " " + (1e10f)': "3.4028235E+38 1E-45 1E+10",
  '(0.1 + 0.2) + " " + (0.1f + 0.2)': "0.30000000000000004 0.30000000149011613",
  '(1.5).ToString("F0") + (0.5).ToString("F0") + (2.5).ToString("N0") + (0.125).ToString("F2") + (2.675).ToString("F2")':
    "2020.122.67",
  '(-0.0).ToString("F1") + (-0.04).ToString("F1") + (-0.04m).ToString("F1")': "-0.0-0.00.0",
  '(123.456).ToString("G4") + " " + (0.00012345).ToString("G2") + " " + (1e10).ToString("G5")':
    "123.5 0.00012 1E+10",
  '(1234.5).ToString("C") + (0.1234).ToString("P") + (12.5).ToString("P1")':
    "¤1,234.5012.34 %1,250.0 %",
  '(1.0).ToString("R") + (100.0).ToString("E0") + (0.1f).ToString("G9") + (0.1f).ToString("F10")':
    "11E+0020.1000000010.1000000015",
  '(1e300).ToString("F0").Length + " " + (1e22).ToString("N0")':
    "301 10,000,000,000,000,000,000,000",
  'double.Parse(" -1.5E-2 ") + " " + double.Parse("1,2,3.5")': "-0.015 123.5",
  'double.Parse("Infinity") + " " + double.Parse("-infinity") + " " + double.Parse("nan")':
    "Infinity -Infinity NaN",
  'double.Parse("1e400") + " " + double.Parse("-0")': "Infinity -0",
  'double.Parse("1.5", System.Globalization.NumberStyles.Integer)': "!FormatException",
  'double d; return double.TryParse("", out d) + " " + double.TryParse(null, out d) + " " + d;':
    "False False 0",
  'double.NaN.CompareTo(1.0) + " " + double.NaN.Equals(double.NaN) + " " + (double.NaN == double.NaN)':
    "-1 True False",
  'float.Parse("0.1") == 0.1f': "True",
});

expressions("decimal keeps its scale and rounds to even", {
  '1.0m + 1.00m + " " + (1.0m * 1.00m) + " " + (10m / 4m) + " " + (1.00m / 3)':
    "2.00 1.000 2.5 0.3333333333333333333333333333",
  '(2m / 3m) + " " + (100m / 3m) + " " + (1m / 0.3m)':
    "0.6666666666666666666666666667 33.333333333333333333333333333 3.3333333333333333333333333333",
  '(6m / 0.3m) + " " + (5.00m / 4m) + " " + (1.00m / 2m) + " " + (0m / 5m)': "20 1.25 0.50 0",
  '(5.00m % 2m) + " " + (-7m % 3m) + " " + (1m % 2.00m)': "1.00 -1 1",
  'decimal.MaxValue + " " + decimal.MinValue':
    "79228162514264337593543950335 -79228162514264337593543950335",
  "decimal m = decimal.MaxValue; return m + 1m;":
    "!OverflowException: Value was either too large or too small for a Decimal.",
  "decimal z = 0m; return 1m / z;": "!DivideByZeroException: Attempted to divide by zero.",
  '(decimal)0.1 + " " + (decimal)1.1f + " " + (decimal)123456789.123456789':
    "0.1 1.1 123456789.123457",
  "double d = 1e30; return (decimal)d;": "!OverflowException",
  '(double)0.1m + " " + (float)1.5m + " " + (long)-3.9m + " " + (int)3.999m': "0.1 1.5 -3 3",
  "decimal m = 3000000000m; return (int)m;":
    "!OverflowException: Value was either too large or too small for an Int32.",
  'decimal.Parse("1,234.50") + " " + decimal.Parse("-.5") + " " + decimal.Parse("0.00")':
    "1234.50 -0.5 0.00",
  'decimal.Parse("1e2", System.Globalization.NumberStyles.Float) + " " + decimal.Parse("12345678901234567890123456789.5")':
    "100 12345678901234567890123456790",
  'decimal.Parse("79228162514264337593543950336")': "!OverflowException",
  'decimal.Parse("abc")': "!FormatException: The input string 'abc' was not in a correct format.",
  'decimal.Round(2.5m) + " " + decimal.Round(3.5m) + " " + decimal.Round(-2.5m, MidpointRounding.AwayFromZero) + " " + Math.Round(1.005m, 2)':
    "2 4 -3 1.00",
  'decimal.Truncate(-1.9m) + " " + decimal.Floor(-1.1m) + " " + decimal.Ceiling(1.1m) + " " + decimal.Negate(1.50m)':
    "-1 -2 2 -1.50",
  "1.0m == 1.00m && 1.0m.Equals(1.000m) && 1.0m.GetHashCode() == 1m.GetHashCode()": "True",
  'string.Join(",", decimal.GetBits(-1.5m))': "15,0,0,-2147418112",
  'new decimal(15, 0, 0, true, 1) + " " + new decimal(1.5) + " " + new decimal(7)': "-1.5 1.5 7",
  '(1234.567m).ToString("N2") + " " + (0.5m).ToString("P0") + " " + (2.345m).ToString("F2") + " " + (1.10m).ToString("G")':
    "1,234.57 50 % 2.35 1.10",
  "1.5m > 1 && 2 > 1.5m && 1.5m + 1 == 2.5m": "True",
  '(1.23m).ToString("0.###") + (1.50m).ToString("G3")': "1.231.5",
  "decimal d = 1.5m; d += 1; d++; return d;": "3.5",
  "0.1m + 0.2m == 0.3m": "True",
});

expressions("Convert converts as .NET does", {
  'Convert.ToInt32(2.5) + " " + Convert.ToInt32(3.5) + " " + Convert.ToInt32(-2.5) + " " + Convert.ToInt32(2.5m)':
    "2 4 -2 2",
  "Convert.ToInt32(3e9)":
    "!OverflowException: Value was either too large or too small for an Int32.",
  'Convert.ToInt32("abc")': "!FormatException",
  'Convert.ToInt32(true) + Convert.ToInt64("5") + Convert.ToInt16(7) + Convert.ToUInt32(9L)': "22",
  'Convert.ToInt32("ff", 16) + " " + Convert.ToInt32("FFFFFFFF", 16) + " " + Convert.ToByte("0xFF", 16) + " " + Convert.ToInt32("17", 8)':
    "255 -1 255 15",
  'Convert.ToInt32("12", 3)': "!ArgumentException: Invalid Base.",
  'Convert.ToString(-1, 16) + " " + Convert.ToString((byte)5, 2) + " " + Convert.ToString(64L, 8)':
    "ffffffff 101 100",
  'Convert.ToBoolean("false") + " " + Convert.ToBoolean(0.1) + " " + Convert.ToBoolean((object)null)':
    "False True False",
  "Convert.ToBoolean('a')": "!InvalidCastException: Invalid cast from 'Char' to 'Boolean'.",
  'Convert.ToDouble("1e3") + Convert.ToDouble(1.5m) + Convert.ToDouble(true)': "1002.5",
  'Convert.ToDecimal(0.1) + " " + Convert.ToDecimal("1.50") + " " + Convert.ToSingle(0.1)':
    "0.1 1.50 0.1",
  'Convert.ToChar("ab")': "!FormatException",
  "Convert.ToChar(70000)":
    "!OverflowException: Value was either too large or too small for a character.",
  "Convert.ToByte(-1)":
    "!OverflowException: Value was either too large or too small for an unsigned byte.",
  "Convert.ToString(1.50m) + Convert.ToString(true) + Convert.ToString('x') + Convert.ToString((string)null)":
    "1.50Truex",
  "Convert.ToInt32(new object())":
    "!InvalidCastException: Unable to cast object of type 'System.Object' to type 'System.IConvertible'.",
  'Convert.ToInt32((object)"12") + Convert.ToInt32((object)3.7)': "16",
  'Convert.ToDateTime("2024-05-01").ToString("yyyy")': "2024",
  "Convert.ToInt32(DateTime.MinValue)":
    "!InvalidCastException: Invalid cast from 'DateTime' to 'Int32'.",
  'Convert.ChangeType("5", typeof(int)) is int': "True",
  "Convert.ChangeType(5, typeof(string))": "5",
  '(double)Convert.ChangeType("1.5", typeof(double)) * 2': "3",
  'Convert.FromBase64String("YWJj ZGVm\\n").Length': "6",
  'Convert.FromBase64String("YQ")': "!FormatException",
  "Convert.FromBase64String(null)": "!ArgumentNullException: Value cannot be null. (Parameter 's')",
  "Convert.ToBase64String(new byte[] { 1, 2, 3, 4 }, 1, 2)": "AgM=",
  "Convert.ToBase64String(new byte[60], Base64FormattingOptions.InsertLineBreaks).Length": "82",
  'BitConverter.ToString(BitConverter.GetBytes(1.5)) + " " + BitConverter.ToDouble(BitConverter.GetBytes(1.5), 0)':
    "00-00-00-00-00-00-F8-3F 1.5",
  "BitConverter.ToInt64(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, 0)": "-1",
  "BitConverter.ToInt32(new byte[3], 0)": "!ArgumentException",
  "BitConverter.ToString(new byte[] { 1, 171 }, 1) + BitConverter.ToBoolean(new byte[] { 1 }, 0)":
    "ABTrue",
});

expressions("Math computes as .NET does", {
  'Math.Round(2.5) + " " + Math.Round(-3.5) + " " + Math.Round(2.5, MidpointRounding.AwayFromZero) + " " + Math.Round(-0.4)':
    "2 -4 3 -0",
  'Math.Round(1.25, 1) + " " + Math.Round(1.35, 1) + " " + Math.Round(1234.5678, 2) + " " + Math.Round(2.5m, 0)':
    "1.2 1.4 1234.57 2",
  "Math.Round(1.5, 16)":
    "!ArgumentOutOfRangeException: Rounding digits must be between 0 and 15, inclusive. (Parameter 'digits')",
  "Math.Max(1, 2L) + Math.Min(1.5, 2)": "3.5",
  "Math.Max(double.NaN, 1)": "NaN",
  "Math.Sign(-3) + Math.Sign(0.5) + Math.Sign(0m)": "0",
  "Math.Sign(double.NaN)": "!ArithmeticException",
  'Math.Pow(2, -1) + " " + Math.Sqrt(2) + " " + Math.Exp(0) + " " + Math.Log(0)':
    "0.5 1.4142135623730951 1 -Infinity",
  'Math.Truncate(-2.7m) + " " + Math.Floor(2.7) + " " + Math.Ceiling(-0.5)': "-2 2 -0",
  'Math.BigMul(int.MaxValue, 2) + " " + Math.IEEERemainder(10, 3) + " " + Math.Atan2(1, 1)':
    "4294967294 1 0.7853981633974483",
  'int r; return Math.DivRem(-7, 2, out r) + " " + r;': "-3 -1",
  "int r; int z = 0; return Math.DivRem(1, z, out r);": "!DivideByZeroException",
  'Math.PI + " " + Math.E': "3.141592653589793 2.718281828459045",
  "new Random(5).Next(100) == new Random(5).Next(0, 100)": "True",
  'new Random(1).Next() + " " + new Random(-1).Next() + " " + new Random(int.MinValue).Next()':
    "534011718 534011718 1559595546",
  "new Random(1).NextDouble()": "0.24866858415709278",
  "new Random(1).Next(-5)": "!ArgumentOutOfRangeException",
  "new Random(3).Next(int.MinValue, int.MaxValue) < int.MaxValue": "True",
  "var n = new Random().Next(10); return n >= 0 && n < 10;": "True",
});
