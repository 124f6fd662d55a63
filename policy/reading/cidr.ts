/**
 * True for networks that are as good as the whole world: shorter prefixes than any owner has. The
 * largest private network of IPv4 is a /8, all of IPv6's public addresses are a /3.
 */
export function isWorld(cidr: string): boolean {
  const [address = "", length = ""] = cidr.split("/");
  const bits = Number(length);
  return length !== "" && (address.includes(":") ? bits <= 3 : bits < 8);
}
