#include "storage/digest_column.h"

#include <algorithm>

namespace garde::storage {

Result<crypto::Sha256Digest> read_digest(Row& row) {
  const Blob bytes = TRY(row.blob());
  crypto::Sha256Digest digest;
  if (bytes.size() != digest.bytes.size()) return row.damaged("expected a SHA-256");
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

}  // namespace garde::storage
