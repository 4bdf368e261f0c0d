/** Texts lie in Fluent files, which the build puts into the program. */
declare module "*.ftl" {
  const text: string;
  export default text;
}
