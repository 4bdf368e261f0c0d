/** Style sheets that the build puts into the program. */
declare module "*.css" {
  const text: string;
  export default text;
}
