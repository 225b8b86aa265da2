/** A policy document to compile. */

/** A document of at least 200 lines with about as many expressions as large samples have. */
export function longDocument(): string {
  const part = (i: number) =>
    `<set-variable name="v${i}" value="@{
      var list = new JArray();
      for (int i = 0; i < 3; i++) {
        list.Add(new JObject { { "name", $"b{i}" }, { "until", DateTime.MinValue } });
      }
      return list;
    }" />
    <choose>
      <when condition="@(context.Response != null && context.Response.StatusCode >= 500)">
        <set-header name="x-${i}" exists-action="override">
          <value>@(context.Variables.GetValueOrDefault<string>("a", "none"))</value>
        </set-header>
      </when>
    </choose>`;
  const parts = Array.from({ length: 14 }, (_, i) => part(i)).join("\n");
  return `<policies>\n<inbound>\n<base />\n${parts}\n</inbound>\n</policies>`;
}
