/**
 * Error bodies as Azure OpenAI writes them.
 * @module
 */
import type { Rejected } from "../deployment.ts";
import type { Operation } from "./operation.ts";

/** An error reply, its body ready to be sent. */
export class ApiError extends Error {
  override name = "ApiError";

  constructor(
    readonly status: number,
    readonly body: { readonly error: ErrorFields } | {
      readonly statusCode: number;
      readonly message: string;
    },
  ) {
    super("error" in body ? body.error.message : body.message);
  }

  static missing(param: string): ApiError {
    return invalidRequest(`Missing required parameter: '${param}'.`, param, MISSING);
  }

  static invalid(param: string, why: string): ApiError {
    return invalidRequest(`Invalid value for '${param}': ${why}.`, param, INVALID);
  }

  static invalidType(param: string, expected: string, value: unknown): ApiError {
    const message = `Invalid type for '${param}': expected ${expected}, but got ${
      typeOf(value)
    } instead.`;
    return invalidRequest(message, param, "invalid_type");
  }

  static unsupportedValue(param: string, value: string, choices: readonly string[]): ApiError {
    const names = choices.map((choice) => `'${choice}'`);
    const listed = names.length > 1
      ? `${names.slice(0, -1).join(", ")}${names.length > 2 ? "," : ""} and ${names.at(-1)}`
      : names[0];
    const message = `Invalid value: '${value.slice(0, 80)}'. Supported values are: ${listed}.`;
    return invalidRequest(message, param, INVALID);
  }

  static invalidString(param: string, pattern: string): ApiError {
    const message =
      `Invalid '${param}': string does not match pattern. Expected a string that matches the pattern '${pattern}'.`;
    return invalidRequest(message, param, INVALID);
  }

  static outOfRange(
    param: string,
    kind: "integer" | "decimal",
    side: "below_min" | "above_max",
    bound: number,
    value: number,
  ): ApiError {
    const below = side === "below_min";
    const message =
      `Invalid '${param}': ${kind} ${below ? "below minimum" : "above maximum"} value. ` +
      `Expected a value ${below ? ">=" : "<="} ${bound}, but got ${value} instead.`;
    return invalidRequest(message, param, `${kind}_${side}_value`);
  }

  static emptyArray(param: string, least: number): ApiError {
    const message =
      `Invalid '${param}': empty array. Expected an array with minimum length ${least}, ` +
      "but got an empty array instead.";
    return invalidRequest(message, param, "empty_array");
  }

  static tooLong(param: string, most: number, length: number): ApiError {
    const message =
      `Invalid '${param}': array too long. Expected an array with maximum length ${most}, ` +
      `but got an array with length ${length} instead.`;
    return invalidRequest(message, param, "array_above_max_length");
  }

  /** A parameter that the service has and this deployment's model does not. */
  static unsupportedParameter(param: string, why: string): ApiError {
    const message = `Unsupported parameter: '${param}' ${why}.`;
    return invalidRequest(message, param, "unsupported_parameter");
  }

  /** Azure's own code, where the service in front of the model refuses. */
  static badRequest(message: string): ApiError {
    return new ApiError(400, { error: { code: "BadRequest", message } });
  }

  static invalidRequest(message: string, param: string | null, code: string | null): ApiError {
    return invalidRequest(message, param, code);
  }

  /** The deployment's model does other things. */
  static operationNotSupported(operation: string, model: string): ApiError {
    const message =
      `The ${operation} operation does not work with the specified model, ${model}. ` +
      "Please choose different model and try again. You can learn more about which models can be used " +
      "with each operation here: https://go.microsoft.com/fwlink/?linkid=2197993.";
    return new ApiError(400, { error: { code: "OperationNotSupported", message } });
  }

  static notJson(): ApiError {
    return invalidRequest(
      "We could not parse the JSON body of your request. The API expects a JSON payload, but what was sent was not valid JSON.",
      null,
      null,
    );
  }
}

interface ErrorFields {
  readonly code: string | null;
  readonly message: string;
  readonly type?: string | null;
  readonly param?: string | null;
  readonly status?: number;
  readonly innererror?: unknown;
}

const MISSING = "missing_required_parameter";
const INVALID = "invalid_value";

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal number";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function invalidRequest(message: string, param: string | null, code: string | null): ApiError {
  return new ApiError(400, { error: { message, type: "invalid_request_error", param, code } });
}

/** 401: the key is missing or wrong. */
export const unauthorized = new ApiError(401, {
  error: {
    code: "401",
    message:
      "Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.",
  },
});

/** 404: no such route, or no api-version where one is needed. */
export const notFound = new ApiError(404, {
  error: { code: "404", message: "Resource not found" },
});

/** 404: no such deployment. */
export const deploymentNotFound = new ApiError(404, {
  error: {
    code: "DeploymentNotFound",
    message:
      "The API deployment for this resource does not exist. If you created the deployment within the last 5 minutes, please wait a moment and try again.",
  },
});

/** 404 or 400: a response that this resource does not hold; responses live in one region only. */
export function responseNotFound(id: string, referred: boolean): ApiError {
  return referred
    ? invalidRequest(
      `Previous response with id '${id}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    )
    : new ApiError(404, {
      error: {
        message: `Response with id '${id}' not found.`,
        type: "invalid_request_error",
        param: null,
        code: null,
      },
    });
}

/** 400: the prompt was stopped by the content filter. */
export function contentFiltered(): ApiError {
  const severity = (filtered: boolean) => ({ filtered, severity: filtered ? "medium" : "safe" });
  return new ApiError(400, {
    error: {
      message:
        "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry.",
      type: null,
      param: "prompt",
      code: "content_filter",
      status: 400,
      innererror: {
        code: "ResponsibleAIPolicyViolation",
        content_filter_result: {
          hate: severity(false),
          jailbreak: { filtered: false, detected: false },
          self_harm: severity(false),
          sexual: severity(false),
          violence: severity(true),
        },
      },
    },
  });
}

/** The reply to a request that a deployment refused. */
export function rejection(
  rejected: Rejected,
  context: { operation: Operation; apiVersion: string; region: string },
): ApiError {
  const { deployment, status, reason, retryAfterMs } = rejected;
  switch (reason) {
    case "prompt-too-long":
      return invalidRequest(
        `This model's maximum context length is ${
          deployment.type === "PTU"
            ? deployment.facts.longestPtuPromptTokens
            : deployment.facts.contextWindowTokens
        } tokens. Please reduce the length of the messages.`,
        "messages",
        "context_length_exceeded",
      );
    case "server-error":
      return new ApiError(status, {
        error: {
          code: status === 503 ? "ServiceUnavailable" : "InternalServerError",
          message: "The server had an error while processing your request. Sorry about that!",
        },
      });
    default: {
      const again = retryAfterMs === null
        ? "Please retry later."
        : `Please retry after ${Math.ceil(retryAfterMs / 1000)} seconds.`;
      const what = reason === "ptu-full"
        ? "the provisioned throughput of this deployment" // wording assumed: not documented
        : `the ${
          reason === "request-rate" ? "call" : "token"
        } rate limit for your current AIServices S0 pricing tier`;
      return new ApiError(status, {
        error: {
          code: reason === "ptu-full" ? "429" : "RateLimitReached",
          message:
            `Your requests to ${deployment.name} for ${deployment.model} in ${context.region} have exceeded ${what}. This request was for ${context.operation} under Azure OpenAI API version ${context.apiVersion}. ${again}`,
        },
      });
    }
  }
}
