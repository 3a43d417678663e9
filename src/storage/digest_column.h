// A SHA-256 in a column: a blob of its 32 bytes.
#pragma once

#include "base/result.h"
#include "crypto/digest.h"
#include "storage/row.h"

namespace garde::storage {

Result<crypto::Sha256Digest> read_digest(Row& row);

}  // namespace garde::storage
