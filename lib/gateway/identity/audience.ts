/** Scopes and the audiences that they mean. */

/**
 * The audience of a scope: `https://management.azure.com/.default` is for `https://management.azure.com`,
 * `https://management.core.windows.net//.default` for `https://management.core.windows.net/`. Of several
 * scopes the first counts, as Entra takes only those of one resource.
 * @see https://learn.microsoft.com/entra/identity-platform/scopes-oidc#trailing-slash-and-default
 */
export function audienceOf(scope: string): string {
  const [first] = scope.trim().split(/\s+/);
  const slash = first.lastIndexOf("/");
  return slash > 0 && first[slash - 1] !== "/" || first.endsWith("//.default")
    ? first.slice(0, slash)
    : first;
}
