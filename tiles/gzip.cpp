#include "tiles/gzip.hpp"

#include <fmt/format.h>
#include <libdeflate.h>

#include <algorithm>
#include <new>

namespace cityweave::tiles {

namespace {

// Beyond 6 the tiles shrink by 1–2 % for twice the time.
constexpr int level = 6;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* d) const { libdeflate_free_decompressor(d); }
};
using Decompressor = std::unique_ptr<libdeflate_decompressor, FreeDecompressor>;

base::Problem damaged(const char* how) {
    return {.code = "gzip-damaged", .found = how, .expected = "gzip data (RFC 1952)"};
}
base::Problem over_limit(std::size_t limit) {
    return {.code = "gzip-limit", .found = "data that grows when inflated", .expected = fmt::format("at most {} bytes", limit)};
}

/// Inflates the member at the front of `in` onto the end of `out`; gives the bytes it took.
base::Result<std::size_t> inflate_member(libdeflate_decompressor* tables, std::span<const std::byte> in, std::vector<std::byte>& out,
                                         std::size_t limit) {
    const std::size_t begin = out.size();
    for (std::size_t room = std::max<std::size_t>(1024, in.size() * 4);; room *= 2) {
        room = std::min(room, limit - begin);
        out.resize(begin + room);
        std::size_t taken = 0;
        std::size_t given = 0;
        const auto outcome = libdeflate_gzip_decompress_ex(tables, in.data(), in.size(), out.data() + begin, room, &taken, &given);
        if (outcome == LIBDEFLATE_SUCCESS) {
            out.resize(begin + given);
            return taken;
        }
        if (outcome != LIBDEFLATE_INSUFFICIENT_SPACE) return damaged("a damaged or cut-off stream");
        if (room == limit - begin) return over_limit(limit);
    }
}

} // namespace

struct Gzip::Tables {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(level);
    Tables() {
        if (compressor == nullptr) throw std::bad_alloc();
    }
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;
    ~Tables() { libdeflate_free_compressor(compressor); }
};

Gzip::Gzip() : tables_(std::make_unique<Tables>()) {}
Gzip::~Gzip() = default;

std::vector<std::byte> Gzip::compress(std::span<const std::byte> bytes) {
    const auto bound = libdeflate_gzip_compress_bound(tables_->compressor, bytes.size());
    if (scratch_.size() < bound) scratch_.resize(bound);
    const auto size = libdeflate_gzip_compress(tables_->compressor, bytes.data(), bytes.size(), scratch_.data(), scratch_.size());
    CITYWEAVE_ASSERT(size != 0, "the bound of a compressed buffer is enough");
    return {scratch_.begin(), scratch_.begin() + static_cast<std::ptrdiff_t>(size)};
}

std::vector<std::byte> gzip(std::span<const std::byte> bytes) {
    return Gzip().compress(bytes);
}

bool looks_gzipped(std::span<const std::byte> bytes) {
    return bytes.size() >= 2 && bytes[0] == std::byte{0x1F} && bytes[1] == std::byte{0x8B};
}

base::Result<std::vector<std::byte>> gunzip(std::span<const std::byte> bytes, std::size_t limit) {
    const Decompressor tables(libdeflate_alloc_decompressor());
    if (!tables) throw std::bad_alloc();
    if (bytes.empty()) return damaged("nothing");
    std::vector<std::byte> out;
    while (!bytes.empty()) {
        const auto taken = inflate_member(tables.get(), bytes, out, limit);
        if (!taken) return taken.problem();
        bytes = bytes.subspan(*taken);
    }
    return out;
}

} // namespace cityweave::tiles
