#include "ingest/text_pieces.hpp"

#include "base/assertion.hpp"
#include "base/error.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <utility>

namespace cityweave::ingest {

namespace {

std::size_t read_from(std::FILE* file, std::span<std::byte> room, const std::string& name) {
    const auto got = std::fread(room.data(), 1, room.size(), file);
    if (std::ferror(file) != 0) throw base::IoError(name + ": cannot be read");
    return got;
}

std::uint8_t value_of(std::byte byte) {
    return std::to_integer<std::uint8_t>(byte);
}

/// Where the last UTF-8 character that is whole ends; in other bytes, near the end.
std::size_t last_character_end(std::span<const std::byte> bytes) {
    std::size_t lead = bytes.size();
    while (lead > 0 && bytes.size() - lead < 4 && (value_of(bytes[lead - 1]) & 0xC0U) == 0x80) --lead;
    if (lead == 0 || value_of(bytes[lead - 1]) < 0xC0) return bytes.size();
    return lead - 1;
}

std::size_t last_line_end(std::span<const std::byte> bytes) {
    const auto found = std::find(bytes.rbegin(), bytes.rend(), std::byte{'\n'});
    return static_cast<std::size_t>(bytes.rend() - found);
}

/// The same in units of two bytes, `high` the offset of the upper one; where there is no line end, a pair of surrogates
/// stays whole.
std::size_t last_wide_end(std::span<const std::byte> bytes, std::size_t high) {
    const auto whole = bytes.size() & ~std::size_t{1};
    for (std::size_t end = whole; end >= 2; end -= 2)
        if (value_of(bytes[end - 2 + high]) == 0 && value_of(bytes[end - 1 - high]) == '\n') return end;
    const bool parts_pair = whole >= 4 && (value_of(bytes[whole - 2 + high]) & 0xFCU) == 0xD8;
    return parts_pair ? whole - 2 : whole;
}

} // namespace

ByteSource file_bytes(const std::filesystem::path& path) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) throw base::IoError(path.string() + ": not a readable file");
    const std::shared_ptr<std::FILE> file(std::fopen(path.c_str(), "rb"), [](std::FILE* f) {
        if (f) std::fclose(f);
    });
    if (!file) throw base::IoError(path.string() + ": cannot be opened");
    return [file, name = path.string()](std::span<std::byte> room) { return read_from(file.get(), room, name); };
}

ByteSource standard_input_bytes() {
    return [](std::span<std::byte> room) { return read_from(stdin, room, "standard input"); };
}

ByteSource bytes_of(std::string text) {
    return [text = std::move(text), at = std::size_t{0}](std::span<std::byte> room) mutable {
        const auto bytes = std::as_bytes(std::span(text)).subspan(at);
        const auto count = std::min(room.size(), bytes.size());
        std::copy_n(bytes.begin(), count, room.begin());
        at += count;
        return count;
    };
}

ByteSource joined(std::vector<std::byte> first, ByteSource rest) {
    return [first = std::move(first), rest = std::move(rest), at = std::size_t{0}](std::span<std::byte> room) mutable {
        const auto count = std::min(room.size(), first.size() - at);
        std::copy_n(first.begin() + static_cast<std::ptrdiff_t>(at), count, room.begin());
        at += count;
        return count < room.size() ? count + rest(room.subspan(count)) : count;
    };
}

std::vector<std::byte> take_bytes(const ByteSource& source, std::size_t count) {
    std::vector<std::byte> bytes(count);
    bytes.resize(source(bytes));
    return bytes;
}

TextPieces::TextPieces(ByteSource source, std::size_t piece_bytes) : source_(std::move(source)), piece_bytes_(piece_bytes) {
    CITYWEAVE_ASSERT(piece_bytes >= 16, "a piece has room for a mark and a character");
}

bool TextPieces::append_to(std::string& text) {
    if (!ended_) {
        const auto kept = bytes_.size();
        bytes_.resize(kept + piece_bytes_);
        const auto got = source_(std::span(bytes_).subspan(kept));
        ended_ = got < piece_bytes_;
        bytes_.resize(kept + got);
    }
    if (!std::exchange(begun_, true)) {
        const auto start = base::encoding_of(bytes_);
        encoding_ = start.encoding;
        bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(start.mark));
    }
    if (bytes_.empty()) return false;
    const auto end = ended_ ? bytes_.size() : piece_end();
    const auto piece = std::span(bytes_).first(end);
    if (encoding_ == base::Encoding::bytes && eight_bit_.empty() &&
        !base::is_valid_utf8({reinterpret_cast<const char*>(piece.data()), piece.size()}))
        eight_bit_ = base::eight_bit_encoding_of(piece);
    text += base::decode_piece(piece, encoding_, eight_bit_);
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(end));
    return true;
}

std::size_t TextPieces::piece_end() const {
    if (encoding_ == base::Encoding::utf16_le) return last_wide_end(bytes_, 1);
    if (encoding_ == base::Encoding::utf16_be) return last_wide_end(bytes_, 0);
    const auto line = last_line_end(bytes_);
    return line > 0 ? line : last_character_end(bytes_);
}

} // namespace cityweave::ingest
