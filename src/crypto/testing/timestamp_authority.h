// An authority of OpenSSL's own command, with certificates made for the test: ca.pem signs tsa.pem, other.pem nothing.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>

#include "base/result.h"

namespace garde::crypto::testing {

class TimestampAuthority {
 public:
  TimestampAuthority() : folder_((std::filesystem::temp_directory_path() / "garde-test-XXXXXX").string()) {
    GARDE_CHECK(::mkdtemp(folder_.data()) != nullptr);
    write("tsa.cnf",
          "[req]\ndistinguished_name = name\n[name]\n[ca]\nbasicConstraints = critical, CA:true\n"
          "keyUsage = critical, keyCertSign\nsubjectKeyIdentifier = hash\n"
          "[tsa]\nextendedKeyUsage = critical, timeStamping\n"
          "[tsa_section]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\ndigests = sha256\n"
          "accuracy = secs:1\nordering = yes\nclock_precision_digits = 3\n");
    write("serial", "0a\n");
    for (const std::string ca : {"ca", "other"})
      shell("openssl req -x509 -newkey ed25519 -nodes -keyout " + ca + ".key -out " + ca +
            ".pem -days 2 -subj /CN=" + ca + " -config tsa.cnf -extensions ca");
    shell(
        "openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj '/CN=Horodatage é' -utf8 -config "
        "tsa.cnf");
    shell(
        "openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile tsa.cnf "
        "-extensions tsa -out tsa.pem");
  }
  ~TimestampAuthority() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TimestampAuthority(const TimestampAuthority&) = delete;
  TimestampAuthority& operator=(const TimestampAuthority&) = delete;

  // Its answer (.tsr), whatever it says; the request stays in q.tsq.
  std::string answer(std::span<const std::byte> request) const {
    write("q.tsq", {reinterpret_cast<const char*>(request.data()), request.size()});
    static_cast<void>(
        run("openssl ts -reply -config tsa.cnf -section tsa_section -queryfile q.tsq -signer tsa.pem -inkey tsa.key "
            "-out r.tsr"));
    return read("r.tsr");
  }

  // Ends the test program when the command fails; what it said is in the file log.
  void shell(const std::string& command) const { GARDE_CHECK(run(command) == 0); }
  void write(const std::string& name, std::string_view text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ + "/" + name, std::ios::binary).rdbuf();
    return text.str();
  }
  const std::string& folder() const { return folder_; }

 private:
  int run(const std::string& command) const {
    return std::system(("cd '" + folder_ + "' && " + command + " >>log 2>&1").c_str());
  }
  std::string folder_;
};

}  // namespace garde::crypto::testing
