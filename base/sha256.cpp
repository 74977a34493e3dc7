#include "base/sha256.hpp"

#include "base/error.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

namespace cityweave::base {

namespace {

void require(bool done) {
    if (!done) throw Error("libcrypto cannot compute SHA-256");
}

EVP_MD_CTX* evp(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

} // namespace

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
    require(context_ && EVP_DigestInit_ex(evp(context_.get()), EVP_sha256(), nullptr) == 1);
}

void Sha256Stream::Free::operator()(void* context) const noexcept {
    EVP_MD_CTX_free(evp(context));
}

void Sha256Stream::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(evp(context_.get()), bytes.data(), bytes.size()) == 1);
}

Sha256 Sha256Stream::digest() {
    Sha256 digest{};
    unsigned length = 0;
    require(EVP_DigestFinal_ex(evp(context_.get()), digest.data(), &length) == 1 && length == digest.size());
    return digest;
}

Sha256 sha256(std::span<const std::byte> bytes) {
    Sha256Stream stream;
    stream.add(bytes);
    return stream.digest();
}

Sha256 sha256(std::string_view text) {
    return sha256(std::as_bytes(std::span(text)));
}

std::string hex(const Sha256& digest) {
    return fmt::format("{:02x}", fmt::join(digest, ""));
}

} // namespace cityweave::base
