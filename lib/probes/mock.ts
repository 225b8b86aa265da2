/**
 * The mock that probes' backends point to: an API of the same service whose policy answers by what the call asks
 * for. No model is called, and no token is spent.
 * @module
 */

/** Its operations' template; the name in it tells mocks apart. */
export const MOCK_TEMPLATE = "/{name}/*";

/**
 * What a call may ask for by headers: `x-mock-NAME` or `x-mock` a status (default 200), `x-mock-retry-after` a
 * Retry-After. What it answers: `x-mock-name`, `x-mock-saw` (the header `x-probe` as it came), `x-mock-length`
 * (characters of the body), and a chat completion that used 300 tokens.
 */
export const MOCK_POLICY = `<policies>
  <inbound>
    <set-variable name="who" value="@(context.Request.MatchedParameters["name"])" />
    <set-variable name="status" value="@(int.Parse(context.Request.Headers.GetValueOrDefault("x-mock-" + (string)context.Variables["who"], context.Request.Headers.GetValueOrDefault("x-mock", "200"))))" />
    <choose>
      <when condition="@(context.Request.Headers.ContainsKey("x-mock-retry-after") &amp;&amp; (int)context.Variables["status"] != 200)">
        <return-response>
          <set-status code="@((int)context.Variables["status"])" reason="Mock" />
          <set-header name="Retry-After" exists-action="override">
            <value>@(context.Request.Headers.GetValueOrDefault("x-mock-retry-after", ""))</value>
          </set-header>
          <set-header name="x-mock-name" exists-action="override">
            <value>@((string)context.Variables["who"])</value>
          </set-header>
        </return-response>
      </when>
    </choose>
    <return-response>
      <set-status code="@((int)context.Variables["status"])" reason="Mock" />
      <set-header name="Content-Type" exists-action="override"><value>application/json</value></set-header>
      <set-header name="x-mock-name" exists-action="override">
        <value>@((string)context.Variables["who"])</value>
      </set-header>
      <set-header name="x-mock-saw" exists-action="override">
        <value>@(context.Request.Headers.GetValueOrDefault("x-probe", "nothing"))</value>
      </set-header>
      <set-header name="x-mock-length" exists-action="override">
        <value>@((context.Request.Body?.As<string>(preserveContent: true) ?? "").Length.ToString())</value>
      </set-header>
      <set-body>@(((int)context.Variables["status"]) == 200
        ? "{\\"id\\":\\"mock\\",\\"object\\":\\"chat.completion\\",\\"model\\":\\"mock\\",\\"choices\\":[{\\"index\\":0,\\"finish_reason\\":\\"stop\\",\\"message\\":{\\"role\\":\\"assistant\\",\\"content\\":\\"ok\\"}}],\\"usage\\":{\\"prompt_tokens\\":100,\\"completion_tokens\\":200,\\"total_tokens\\":300}}"
        : "{\\"error\\":{\\"code\\":\\"mock\\",\\"message\\":\\"as asked\\"}}")</set-body>
    </return-response>
  </inbound>
  <backend><base /></backend>
  <outbound><base /></outbound>
  <on-error><base /></on-error>
</policies>
`;
