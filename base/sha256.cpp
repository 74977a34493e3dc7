#include "base/sha256.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

namespace cityweave::base {

Sha256 sha256(std::span<const std::byte> bytes) {
    Sha256 digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1 || length != digest.size())
        throw Error("libcrypto cannot compute SHA-256");
    return digest;
}

Sha256 sha256(std::string_view text) {
    return sha256(std::as_bytes(std::span(text)));
}

std::string hex(const Sha256& digest) {
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

} // namespace cityweave::base
