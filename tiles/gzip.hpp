// gzip (RFC 1952) in memory: the same bytes everywhere, and a limit on what is inflated. Nothing else.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace cityweave::tiles {

/// Largest tile, directory or metadata that is inflated: no honest one comes near it.
inline constexpr std::size_t inflate_limit = std::size_t{256} << 20;

/// Compresses many buffers with one set of tables. One object per thread. Level 6, no name, no time: equal input gives
/// equal bytes.
class Gzip {
public:
    Gzip();
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;
    ~Gzip();
    [[nodiscard]] std::vector<std::byte> compress(std::span<const std::byte> bytes);

private:
    struct Tables;
    std::unique_ptr<Tables> tables_;
    std::vector<std::byte> scratch_;
};

/// For a single buffer.
[[nodiscard]] std::vector<std::byte> gzip(std::span<const std::byte> bytes);

/// Whether the bytes begin as gzip does (RFC 1952 §2.3.1).
[[nodiscard]] bool looks_gzipped(std::span<const std::byte> bytes);

/// All members, one after the other (RFC 1952 §2.2). Problem "gzip-damaged", or "gzip-limit" if more than `limit` bytes
/// would come out. Memory at most twice what comes out or `limit`, whatever the header claims.
[[nodiscard]] base::Result<std::vector<std::byte>> gunzip(std::span<const std::byte> bytes, std::size_t limit = inflate_limit);

} // namespace cityweave::tiles
