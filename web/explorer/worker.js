// Stands before DuckDB's own worker: unpacks its program, and keeps it from fetching anything else. Tables are handed to it.

const fetched = self.fetch.bind(self);

self.fetch = async (address) => {
  const url = new URL(address instanceof Request ? address.url : address, self.location.href);
  if (url.href !== new URL("duckdb.wasm.gz", self.location.href).href) throw new Error("only the published tables can be read here");
  const response = await fetched(url.href);
  if (!response.ok || response.body === null) throw new Error(`${url.pathname}: ${response.status}`);
  const headers = { "content-type": "application/wasm", "content-length": String(UNPACKED) };
  // Some servers say of a name ending in .gz that browsers are to unpack it, and then it is unpacked.
  const [looked, whole] = response.body.tee();
  const reader = looked.getReader();
  const { value } = await reader.read();
  reader.cancel();
  const packed = value?.[0] === 0x1f && value[1] === 0x8b;
  return new Response(packed ? whole.pipeThrough(new DecompressionStream("gzip")) : whole, { headers });
};

self.XMLHttpRequest = class {
  open() {
    throw new Error("only the published tables can be read here");
  }
};
