import { expressions } from "./check.ts";

expressions("Enumerable sorts stably", {
  'string.Join(",", new[] { 3, 1, 2 }.OrderBy(x => x).Take(2))': "1,2",
  "new[] { 1 }.Join(new[] { 1 }, (Func<int, int>)null, x => x, (a, b) => a)":
    "!ArgumentNullException: Value cannot be null. (Parameter 'outerKeySelector')",
  'string.Join(",", new[] { "b", "a", "C" }.OrderBy(s => s, StringComparer.OrdinalIgnoreCase))':
    "a,b,C",
  'string.Join(",", new[] { 1, 2, 3 }.OrderByDescending(x => x % 2).ThenByDescending(x => x))':
    "3,1,2",
  "new[] { true, false }.OrderBy(b => b).First()": "False",
});

expressions("Enumerable sums and folds", {
  "new[] { 1, 2, 3, 4 }.Where((x, i) => i % 2 == 0).Sum()": "4",
  "new[] { 1.5, 2.5 }.Sum()": "4",
  "new[] { 1.5m, 2.5m }.Average()": "2.0",
  "new[] { 1.1m, 2.2m }.Sum(x => x)": "3.3",
  "new int?[] { 1, null, 3 }.Sum()": "4",
  "new int?[] { 1, null, 3 }.Average()": "2",
  "new int?[] { null }.Average() == null": "True",
  "new[] { 1f, 2f }.Average()": "1.5",
  "new[] { long.MaxValue, 1L }.Sum()":
    "!OverflowException: Arithmetic operation resulted in an overflow.",
  "new[] { int.MaxValue, 1 }.Sum()":
    "!OverflowException: Arithmetic operation resulted in an overflow.",
  "new[] { 1L, 2L }.Average()": "1.5",
  'new[] { "a", "b" }.Aggregate((x, y) => x + y)': "ab",
  'new[] { 1, 2 }.Aggregate("x", (s, y) => s + y)': "x12",
  'new[] { 1, 2 }.Aggregate("x", (s, y) => s + y, s => s.Length)': "3",
  'new[] { "b", "a" }.Max()': "b",
  'new[] { "b", "a" }.Min(x => x)': "a",
  "new string[0].Max() == null": "True",
  'new[] { double.NaN, 1 }.Max() + "," + new[] { double.NaN, 1 }.Min()': "1,NaN",
  "new object[] { 1, 2 }.Cast<int>().Sum()": "3",
  "new object[] { 1, null }.Cast<int>().Sum()":
    "!NullReferenceException: Object reference not set to an instance of an object.",
  "new[] { new { a = 1 }, new { a = 2 } }.Sum(x => x.a)": "3",
  'new[] { "1", "2" }.Sum(int.Parse)': "3",
  "new[] { new DateTime(2024, 1, 2), new DateTime(2024, 1, 1) }.Min().Day": "1",
  [`new[] { 'b', 'a' }.Min()`]: "a",
});

expressions("Enumerable filters, projects and picks", {
  'string.Join(",", new[] { 1, 2, 3 }.SkipWhile(x => x < 2))': "2,3",
  'string.Join(",", new[] { 1, 2, 3 }.Skip(1).TakeWhile(x => x < 3))': "2",
  'string.Join(",", new[] { 1, 2, 3 }.Select((x, i) => x * i))': "0,2,6",
  'string.Join(",", Enumerable.Range(1, 3).Zip(Enumerable.Repeat("x", 5), (a, b) => a + b))':
    "1x,2x,3x",
  'string.Join(",", new[] { 1, 2 }.Concat(new[] { 3 }).Union(new[] { 1, 9 }).Except(new[] { 2 }))':
    "1,3,9",
  'string.Join(",", new[] { 1, 1, 2 }.Intersect(new[] { 1 }))': "1",
  'string.Join(",", Enumerable.Empty<int>().DefaultIfEmpty(7))': "7",
  'string.Join(",", new[] { "a", "b" }.Join(new[] { "b1", "a2", "b3" }, x => x, y => y.Substring(0, 1), (x, y) => x + y))':
    "aa2,bb1,bb3",
  "new[] { 1, 2, 3 }.Last(x => x < 3)": "2",
  "new[] { 1, 2, 3 }.LastOrDefault(x => x > 3)": "0",
  "new[] { 1 }.ElementAtOrDefault(4)": "0",
  "new[] { 5 }.First(x => x > 5)":
    "!InvalidOperationException: Sequence contains no matching element",
  "new[] { 5, 6 }.Single(x => x >= 5)":
    "!InvalidOperationException: Sequence contains more than one matching element",
  "((int[])null).Count()": "!ArgumentNullException: Value cannot be null. (Parameter 'source')",
  'new object[] { 1, "a", null, 2.0 }.OfType<double>().Count()': "1",
  'new[] { "a", "b" }.Select((s, i) => new { s, i }).Where(x => x.i > 0).Select(x => x.s).First()':
    "b",
  '"hello".Distinct().Count()': "4",
  'string.Concat("abc".Reverse())': "cba",
  "Enumerable.Range(5, -1)":
    "!ArgumentOutOfRangeException: Specified argument was out of the range of valid values. (Parameter 'count')",
  "new[] { 1, 2 }.MaxBy(x => x)":
    "?CS1061 'int[]' does not contain a definition for 'MaxBy' and no accessible extension method 'MaxBy' accepting a first argument of type 'int[]' could be found (are you missing a using directive or an assembly reference?)",
});

expressions("Enumerable groups and joins", {
  'new[] { "x", "yy" }.ToLookup(s => s.Length)[5].Count()': "0",
  'string.Join(";", new[] { "x", "yy", "zz" }.GroupBy(s => s.Length, s => s.ToUpper(), (k, g) => k + "=" + string.Join("", g)))':
    "1=X;2=YYZZ",
  'string.Join(",", new[] { 1, 2 }.GroupJoin(new[] { 11, 12, 21 }, a => a, b => b / 10, (a, bs) => a + ":" + bs.Count()))':
    "1:2,2:1",
  'new[] { new { a = 1, b = "x" } }.ToDictionary(x => x.b, x => x.a)["x"]': "1",
  '"hello".GroupBy(c => c).OrderByDescending(g => g.Count()).First().Key': "l",
});

expressions("query expressions become LINQ calls", {
  'string.Join(",", from x in new[] { 3, 1, 2 } orderby x descending select x)': "3,2,1",
  'string.Join(",", from x in new[] { 3, 1, 2 } group x by x % 2 into g orderby g.Key select g.Key + ":" + g.Sum())':
    "0:2,1:4",
});
