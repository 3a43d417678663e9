// An XML parser whose memory is wiped: expat copies what it parses, and that holds passwords.
#pragma once

#include <memory>

#include <expat.h>

namespace garde::accounts {

struct FreeXmlParser {
  void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};
using SecretXmlParser = std::unique_ptr<XML_ParserStruct, FreeXmlParser>;

SecretXmlParser make_secret_xml_parser();  // of UTF-8

}  // namespace garde::accounts
