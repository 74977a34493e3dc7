#include "render/pdf_finish.hpp"

#include "base/error.hpp"
#include "render/canvas.hpp"
#include "tests/render/fixtures.hpp"

#include <catch2/catch.hpp>
#include <qpdf/qpdf-c.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <thread>

using namespace cityweave;
using namespace cityweave::render;
using namespace cityweave::render::test;

namespace {

/// A PDF read by qpdf's C interface: its C++ headers are more than clang 14 can read as C++20.
class ReadPdf {
public:
    /// qpdf reads objects when they are asked for, so the bytes are kept.
    explicit ReadPdf(std::string pdf) : pdf_(std::move(pdf)) {
        REQUIRE(qpdf_read_memory(data_, "test", pdf_.data(), pdf_.size(), nullptr) == QPDF_SUCCESS);
    }
    ~ReadPdf() { qpdf_cleanup(&data_); }
    ReadPdf(const ReadPdf&) = delete;
    ReadPdf& operator=(const ReadPdf&) = delete;

    /// The object at the end of a path of keys; of an array its first item.
    qpdf_oh at(qpdf_oh from, std::initializer_list<const char*> path) const {
        for (const char* key : path) {
            if (qpdf_oh_is_array(data_, from)) from = qpdf_oh_get_array_item(data_, from, 0);
            from = qpdf_oh_get_key(data_, from, key);
        }
        return from;
    }
    qpdf_oh in_root(std::initializer_list<const char*> path) const { return at(qpdf_get_root(data_), path); }
    qpdf_oh info() const { return at(qpdf_get_trailer(data_), {"/Info"}); }
    std::string text(qpdf_oh object) const { return qpdf_oh_get_utf8_value(data_, object); }
    bool is_true(qpdf_oh object) const { return qpdf_oh_get_bool_value(data_, object) == QPDF_TRUE; }
    bool has(qpdf_oh object, const char* key) const { return qpdf_oh_has_key(data_, object, key) == QPDF_TRUE; }

private:
    std::string pdf_;
    qpdf_data data_ = qpdf_init();
};

} // namespace

TEST_CASE("a finished PDF has language, title and text alternative, and no dates") {
    TextShaper shaper(fonts());
    const ReadPdf pdf(finish_pdf(draw_pdf(small_drawing(), shaper), {.title = "T", .description = "A map of Älta", .lang = "fi"}));
    CHECK(pdf.text(pdf.in_root({"/Lang"})) == "fi");
    CHECK(pdf.is_true(pdf.in_root({"/ViewerPreferences", "/DisplayDocTitle"})));
    CHECK(pdf.text(pdf.in_root({"/StructTreeRoot", "/K", "/Alt"})) == "A map of Älta");
    CHECK(pdf.text(pdf.at(pdf.info(), {"/Title"})) == "Small <sheet> & more");
    CHECK_FALSE(pdf.has(pdf.info(), "/CreationDate"));
    CHECK_FALSE(pdf.has(pdf.info(), "/ModDate"));
}

TEST_CASE("the same drawing gives the same PDF a second later") {
    TextShaper shaper(fonts());
    const std::string first = finish_pdf(draw_pdf(small_drawing(), shaper), {});
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));
    TextShaper another(fonts());
    CHECK(first == finish_pdf(draw_pdf(small_drawing(), another), {}));
}

TEST_CASE("what is no PDF is refused") {
    CHECK_THROWS_AS(finish_pdf("hello", {}), base::FormatError);
}
