import { expressions } from "./check.ts";

expressions("DateTime formats as .NET does", {
  'var d = new DateTime(2024, 5, 1, 13, 2, 3, 45); return string.Join("|", new[] { "d", "D", "f", "F", "g", "G", "M", "t", "T", "Y" }.Select(f => d.ToString(f)));':
    "05/01/2024|Wednesday, 01 May 2024|Wednesday, 01 May 2024 13:02|Wednesday, 01 May 2024 13:02:03|05/01/2024 13:02|05/01/2024 13:02:03|May 01|13:02|13:02:03|2024 May",
  'new DateTime(2024, 5, 1, 13, 2, 3, 45, DateTimeKind.Utc).ToString("O") + "|" + new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Local).ToString("o")':
    "2024-05-01T13:02:03.0450000Z|2024-05-01T00:00:00.0000000+00:00",
  'new DateTime(2024, 5, 1, 13, 2, 3, 45).ToString("yy y yyyyy MMM MMMM dddd hh:mm:ss.fff FFF tt t %d zzz K")':
    "24 24 02024 May May Wednesday 01:02:03.045 045 PM P 1 +00:00 ",
  'new DateTime(2024, 5, 1).ToString("ss.FFF") + "|" + new DateTime(2024, 5, 1).ToString("\'at\' h \\\\h")':
    "00|at 12 h",
  'new DateTime(2024, 5, 1).ToString("x")':
    "!FormatException: Input string was not in a correct format.",
  'new DateTime(2024, 5, 1).ToShortDateString() + " " + new DateTime(2024, 5, 1, 9, 5, 0).ToLongTimeString()':
    "05/01/2024 09:05:00",
  "new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.FromHours(2)).ToString()":
    "05/01/2024 10:00:00 +02:00",
  'var d = new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.FromHours(-7.5)); return d.ToString("o") + "|" + d.ToString("r") + "|" + d.ToString("u") + "|" + d.ToString("s") + "|" + d.ToString("zz K");':
    "2024-05-01T10:00:00.0000000-07:30|Wed, 01 May 2024 17:30:00 GMT|2024-05-01 17:30:00Z|2024-05-01T10:00:00|-07 -07:30",
});

expressions("DateTime computes as .NET does", {
  'new DateTime(2024, 3, 31).AddMonths(-1).ToString("d") + new DateTime(2024, 12, 31).AddDays(1).ToString("d")':
    "02/29/202401/01/2025",
  "new DateTime(2024, 5, 1).AddSeconds(0.1234567).Ticks - new DateTime(2024, 5, 1).Ticks":
    "1234567",
  "new DateTime(2024, 5, 1, 12, 30, 0).Date.Hour + new DateTime(2024, 5, 1, 12, 30, 0).TimeOfDay.ToString()":
    "012:30:00",
  'new DateTime(2024, 12, 31).DayOfYear + " " + new DateTime(2024, 5, 1).DayOfWeek + " " + (int)new DateTime(2024, 5, 5).DayOfWeek':
    "366 Wednesday 0",
  "new DateTime(2024, 2, 30)":
    "!ArgumentOutOfRangeException: Year, Month, and Day parameters describe an un-representable DateTime.",
  "new DateTime(2024, 1, 1, 24, 0, 0)":
    "!ArgumentOutOfRangeException: Hour, Minute, and Second parameters describe an un-representable DateTime.",
  "DateTime.MaxValue.AddDays(1)":
    "!ArgumentOutOfRangeException: The added or subtracted value results in an un-representable DateTime. (Parameter 'value')",
  'DateTime.MinValue + "|" + DateTime.MaxValue.ToString("o")':
    "01/01/0001 00:00:00|9999-12-31T23:59:59.9999999",
  "new DateTime(2024, 5, 1).Equals(new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc))": "True",
  "new DateTime(2024, 5, 1).CompareTo(new DateTime(2024, 4, 1))": "1",
  "(new DateTime(2024, 5, 1) - TimeSpan.FromDays(1)).Day + new DateTime(2024, 5, 2).Subtract(new DateTime(2024, 5, 1)).Days":
    "31",
  'new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(1).Kind + " " + DateTime.SpecifyKind(new DateTime(2024, 5, 1), DateTimeKind.Utc).Kind':
    "Utc Utc",
  'new DateTime(638501184000000000L).ToString("s") + " " + new DateTime(2024, 5, 1).Ticks':
    "2024-05-01T00:00:00 638501184000000000",
  'DateTime.UtcNow.Kind + " " + (DateTime.UtcNow == DateTime.UtcNow) + " " + DateTime.Now.Kind':
    "Utc True Local",
  'DateTime.UtcNow.ToString("o") + DateTime.Today.Kind + DateTimeOffset.Now.ToUnixTimeSeconds()':
    "2026-01-05T00:00:00.0000000ZLocal1767571200",
  'new DateTime(2024, 5, 1).ToUniversalTime().ToString("o")': "2024-05-01T00:00:00.0000000Z",
  "DateTime.DaysInMonth(2023, 13)":
    "!ArgumentOutOfRangeException: Month must be between one and twelve. (Parameter 'month')",
  'new DateTime(2024, 5, 1).ToOADate() + " " + DateTime.FromOADate(45413.5).ToString("s")':
    "45413 2024-05-01T12:00:00",
  'DateTimeOffset.FromUnixTimeSeconds(-1).ToString("o") + DateTimeOffset.Parse("1969-12-31T23:59:59.5Z").ToUnixTimeSeconds()':
    "1969-12-31T23:59:59.0000000+00:00-1",
  'DateTimeOffset.Parse("2024-05-01T10:00:00+02:00").UtcDateTime.ToString("o")':
    "2024-05-01T08:00:00.0000000Z",
  'DateTimeOffset.Parse("2024-05-01T10:00:00+02:00").ToOffset(TimeSpan.FromHours(-1)).ToString("s") ':
    "2024-05-01T07:00:00",
  "new DateTimeOffset(new DateTime(2024, 5, 1, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromHours(1))":
    "!ArgumentException: The UTC Offset for Utc DateTime instances must be 0. (Parameter 'offset')",
});

expressions("DateTime parses as .NET does", {
  'DateTime.Parse("2024-05-01T10:05:30Z").Kind + DateTime.Parse("2024-05-01T10:05:30").Kind.ToString()':
    "LocalUnspecified",
  'DateTime.Parse("2024-05-01T10:00:00.123+02:00").ToString("HH:mm:ss.fff")': "08:00:00.123",
  'DateTime.Parse("2024-05-01T10:00:00Z", null, System.Globalization.DateTimeStyles.AdjustToUniversal).Kind':
    "Utc",
  'DateTime.Parse("2024-05-01", null, System.Globalization.DateTimeStyles.AssumeUniversal).Kind':
    "Local",
  'DateTime.Parse("May 1, 2024 3 PM").ToString("s")': "2024-05-01T15:00:00",
  'DateTime.Parse("1 May 24").ToString("s")': "2024-05-01T00:00:00",
  'DateTime.Parse("2024/5/1 7:8:9").ToString("s")': "2024-05-01T07:08:09",
  'DateTime.Parse("12/25/2024 12:00 AM").ToString("s")': "2024-12-25T00:00:00",
  'DateTime.Parse("25/12/2024")': "!FormatException",
  'DateTime.Parse("2024-13-01")': "!FormatException",
  'DateTime.Parse("")': "!FormatException: String '' was not recognized as a valid DateTime.",
  "DateTime.Parse(null)": "!ArgumentNullException: Value cannot be null. (Parameter 's')",
  'DateTime d; return DateTime.TryParse("nope", out d) + " " + d.Ticks;': "False 0",
  'DateTime.ParseExact("20240501", "yyyyMMdd", null).ToString("s")': "2024-05-01T00:00:00",
  'DateTime.ParseExact("01-May-2024 5:06 PM", "dd-MMM-yyyy h:mm tt", System.Globalization.CultureInfo.InvariantCulture).ToString("s")':
    "2024-05-01T17:06:00",
  'DateTime.ParseExact("2024-05-01T10:00:00Z", "yyyy-MM-ddTHH:mm:ssK", null, System.Globalization.DateTimeStyles.AdjustToUniversal).ToString("o")':
    "2024-05-01T10:00:00.0000000Z",
  'DateTime.ParseExact("2024-05-01T10:00:00.0000000Z", "o", null, System.Globalization.DateTimeStyles.RoundtripKind).Kind':
    "Utc",
  'DateTime.ParseExact("Wed, 01 May 2024 10:00:00 GMT", "r", null).ToString("s")':
    "2024-05-01T10:00:00",
  'DateTime.ParseExact("2024-5-1", "yyyy-MM-dd", null)':
    "!FormatException: String '2024-5-1' was not recognized as a valid DateTime.",
  'DateTime d; return DateTime.TryParseExact("1/2/2024", new[] { "yyyy", "d/M/yyyy" }, null, System.Globalization.DateTimeStyles.None, out d) + d.ToString("s");':
    "True2024-02-01T00:00:00",
  'DateTimeOffset.ParseExact("2024-05-01 +0530", "yyyy-MM-dd zzz", null).Offset': "05:30:00",
  'DateTimeOffset o; return DateTimeOffset.TryParse("x", out o);': "False",
});

expressions("TimeSpan computes, formats and parses as .NET does", {
  'TimeSpan.FromMinutes(90).ToString() + " " + TimeSpan.FromDays(1.5) + " " + TimeSpan.FromMilliseconds(1.5)':
    "01:30:00 1.12:00:00 00:00:00.0015000",
  'new TimeSpan(1, 2, 3).TotalSeconds + " " + new TimeSpan(1, 2, 3, 4, 5).TotalMilliseconds + " " + new TimeSpan(25, 0, 0).Days':
    "3723 93784005 1",
  'TimeSpan.FromSeconds(-90).Minutes + " " + TimeSpan.FromSeconds(-90).Seconds + " " + TimeSpan.FromSeconds(-90).Duration()':
    "-1 -30 00:01:30",
  'new TimeSpan(1, 2, 3, 4, 5).ToString("g") + "|" + new TimeSpan(1, 2, 3, 4, 5).ToString("G") + "|" + new TimeSpan(1, 2, 3, 4, 5).ToString(@"d\\.hh\\:mm\\:ss\\.fff")':
    "1:2:03:04.005|1:02:03:04.0050000|1.02:03:04.005",
  'TimeSpan.FromHours(5).ToString("hh:mm")':
    "!FormatException: Input string was not in a correct format.",
  'TimeSpan.FromHours(5).ToString("%h") + TimeSpan.FromHours(5).ToString("\'h=\'hh")': "5h=05",
  'TimeSpan.Parse("6") + " " + TimeSpan.Parse("6:12") + " " + TimeSpan.Parse("6:12:14.45") + " " + TimeSpan.Parse("6.12:14:45")':
    "6.00:00:00 06:12:00 06:12:14.4500000 6.12:14:45",
  'TimeSpan.Parse("-6:12:14:45.3448")': "-6.12:14:45.3448000",
  'TimeSpan.Parse("99:00")': "!OverflowException",
  'TimeSpan.Parse("1:2:3:4:5")': "!FormatException",
  'TimeSpan t; return TimeSpan.TryParse("bad", out t) + " " + t;': "False 00:00:00",
  'TimeSpan.ParseExact("05:30", @"mm\\:ss", null)': "00:05:30",
  'TimeSpan.MaxValue + " " + TimeSpan.MinValue':
    "10675199.02:48:05.4775807 -10675199.02:48:05.4775808",
  "TimeSpan.MaxValue.Add(TimeSpan.FromTicks(1))":
    "!OverflowException: TimeSpan overflowed because the duration is too long.",
  "TimeSpan.FromSeconds(double.NaN)":
    "!ArgumentException: TimeSpan does not accept floating point Not-a-Number values.",
  "TimeSpan.FromDays(1) == TimeSpan.FromHours(24) && -TimeSpan.FromDays(1) < TimeSpan.Zero": "True",
  "TimeSpan.FromDays(1).CompareTo((object)5)":
    "!ArgumentException: Object must be of type TimeSpan.",
});

expressions("TimeZoneInfo converts as .NET does", {
  'TimeZoneInfo.ConvertTimeFromUtc(new DateTime(2024, 7, 1, 12, 0, 0, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById("Pacific Standard Time")).ToString("o")':
    "2024-07-01T05:00:00.0000000",
  'TimeZoneInfo.ConvertTimeBySystemTimeZoneId(new DateTime(2024, 1, 1, 12, 0, 0, DateTimeKind.Utc), "Europe/Paris").ToString("s")':
    "2024-01-01T13:00:00",
  'TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024, 7, 1, 12, 0, 0), TimeZoneInfo.FindSystemTimeZoneById("W. Europe Standard Time")).ToString("o")':
    "2024-07-01T10:00:00.0000000Z",
  'TimeZoneInfo.FindSystemTimeZoneById("Tokyo Standard Time").BaseUtcOffset + " " + TimeZoneInfo.Utc.Id':
    "09:00:00 UTC",
  'TimeZoneInfo.FindSystemTimeZoneById("Eastern Standard Time").IsDaylightSavingTime(new DateTime(2024, 7, 1))':
    "True",
  'TimeZoneInfo.FindSystemTimeZoneById("Nowhere")': "!TimeZoneNotFoundException",
  'TimeZoneInfo.ConvertTimeToUtc(new DateTime(2024, 3, 10, 2, 30, 0), TimeZoneInfo.FindSystemTimeZoneById("Eastern Standard Time"))':
    "!ArgumentException",
  'TimeZoneInfo.ConvertTime(DateTimeOffset.Parse("2024-07-01T12:00:00Z"), TimeZoneInfo.FindSystemTimeZoneById("India Standard Time")).ToString("o")':
    "2024-07-01T17:30:00.0000000+05:30",
});

expressions("every id of Windows' finds its zone", {
  'TimeZoneInfo.FindSystemTimeZoneById("Yukon Standard Time").BaseUtcOffset': "-07:00:00",
  'TimeZoneInfo.FindSystemTimeZoneById("Mid-Atlantic Standard Time").BaseUtcOffset': "-02:00:00",
  'TimeZoneInfo.FindSystemTimeZoneById("Lord Howe Standard Time").BaseUtcOffset': "10:30:00",
  'TimeZoneInfo.FindSystemTimeZoneById("Volgograd Standard Time").BaseUtcOffset': "03:00:00",
  'TimeZoneInfo.FindSystemTimeZoneById("Kamchatka Standard Time").BaseUtcOffset': "12:00:00",
});
