// The XML of KeePass 2: exported in clear, or taken out of a KDBX. docs/formats/account-exports.md
#pragma once

#include <span>
#include <string_view>

#include "accounts/exports/export.h"
#include "base/result.h"
#include "crypto/key_stream.h"

namespace garde::accounts {

constexpr std::size_t kMaxXmlDepth = 100;       // a group takes one level; KeePass itself shows some twenty
constexpr std::size_t kMaxXmlText = 1U << 20U;  // bytes of one value; attachments are elsewhere

// `protection` unveils the values marked so, in the order of the document; null for an export in clear.
Result<Export> read_keepass_xml(std::string_view subject, std::span<const char> text, ExportFormat format,
                                crypto::KeyStream* protection);

}  // namespace garde::accounts
